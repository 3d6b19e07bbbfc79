import type { Page } from 'playwright-core';
import { createPool } from '#server/db/pool.ts';
import { plantMore } from '../support/bulk-tickets.ts';
import type { Figure } from '../support/figures.ts';
import { duration, median, percentile, times } from '../support/figures.ts';
import { WorkerSession } from '../support/worker-session.ts';
import { loginOf } from '../support/world.ts';
import type { Floors } from './floors.ts';
import { openLab, type Profile, type Stage } from './stage.ts';

const SAVES = 200;
const QUEUED = 500;
/** Changes of others while the device was away. */
const MEANWHILE = 1_000;
const MEGABYTE = 2 ** 20;

/** What a device that holds everything does: saving, and coming back after a day without a network. */
export async function deviceFigures(
	stage: Stage,
	floors: Floors,
	device: Profile
): Promise<readonly Figure[]> {
	const page = await openLab(await device.open(), stage, loginOf('greta'));
	const session = await WorkerSession.of(page);
	return [
		await saveFigure(page, session, floors),
		await returnFigure(stage, page, session, floors),
		await heapFigure(page, session, floors)
	];
}

async function saveFigure(page: Page, session: WorkerSession, floors: Floors): Promise<Figure> {
	await page.evaluate(() => window.measures.save(20, 'Warm'));
	await session.startProfile();
	const saves = await page.evaluate((count) => window.measures.save(count, 'Saved'), SAVES);
	const profile = await session.stopProfile();
	const p50 = median(saves);
	const floor = median(floors.writes);
	return {
		what: 'durable write acknowledged (p50), a new ticket with 100,000 on the device and sync running',
		target: '<= 4 ms',
		measured: `${duration(p50)} (p95 ${duration(percentile(saves, 0.95))})`,
		isMet: p50 <= 4,
		floor: `bare strict transaction of two records: ${duration(floor)} (${times(p50, floor)})`,
		n: SAVES,
		profile
	};
}

async function returnFigure(
	stage: Stage,
	page: Page,
	session: WorkerSession,
	floors: Floors
): Promise<Figure> {
	await page.evaluate(() => window.measures.untilIdle());
	stage.site.goOffline();
	await page.evaluate((count) => window.measures.save(count, 'Queued'), QUEUED);
	const pool = createPool({ url: stage.world.databaseUrl });
	await plantMore(pool, { tickets: stage.tickets, now: Date.now() }, MEANWHILE);
	await pool.end();
	stage.site.offline = false;
	await session.startProfile();
	const drained = await page.evaluate(() => window.measures.drain());
	const profile = await session.stopProfile();
	const floor = QUEUED * median(floors.writes);
	return {
		what: `back after a day: ${QUEUED} queued changes, ${MEANWHILE} tickets of others, to an empty queue (the day itself is not simulated)`,
		target: '<= 3 s',
		measured: duration(drained),
		isMet: drained <= 3_000,
		floor: `${QUEUED} bare strict transactions: ${duration(floor)} (${times(drained, floor)})`,
		n: 1,
		profile
	};
}

async function heapFigure(page: Page, session: WorkerSession, floors: Floors): Promise<Figure> {
	await page.evaluate(() => window.measures.untilIdle());
	const worker = await session.heap();
	const own = await page.context().newCDPSession(page);
	await own.send('HeapProfiler.collectGarbage');
	const total = worker + (await own.send('Runtime.getHeapUsage')).usedSize;
	return {
		what: 'heap of a tab at 100,000 rows, its worker included',
		target: '<= 150 MB',
		measured: `${(total / MEGABYTE).toFixed(0)} MB`,
		isMet: total <= 150 * MEGABYTE,
		floor: `the bare rows in an array: ${(floors.heap / MEGABYTE).toFixed(0)} MB (${times(total, floors.heap)})`,
		n: 1,
		profile: [
			`worker ${(worker / MEGABYTE).toFixed(0)} MB, page ${((total - worker) / MEGABYTE).toFixed(0)} MB`
		]
	};
}
