import type { BrowserContext, Page } from 'playwright-core';
import type { Figure } from '../support/figures.ts';
import { duration, median, percentile, times } from '../support/figures.ts';
import { WorkerSession } from '../support/worker-session.ts';
import { loginOf } from '../support/world.ts';
import type { Floors } from './floors.ts';
import { openLab, Profile, type Stage } from './stage.ts';
import { watchPaint } from './watch-paint.ts';

const COLD = 12;
const CHANGES = 40;
const TAPS = 60;
const ROWS = 50;
/** Tall enough for 50 rows of the queue; then as a screen is. */
const tall = { width: 1_280, height: 2_600 };
const usual = { width: 1_280, height: 900 };
const list = '/queue?view=all&sort=newest';

async function openApp(
	browser: BrowserContext,
	origin: string,
	viewport: { width: number; height: number }
): Promise<Page> {
	const page = await browser.newPage();
	page.on('pageerror', (error) => console.error(error));
	await page.setViewportSize(viewport);
	await page.addInitScript(watchPaint, ROWS);
	await page.goto(origin + list);
	return page;
}

/** The app's own screens on a device that holds everything. */
export async function screenFigures(
	stage: Stage,
	floors: Floors,
	device: Profile
): Promise<readonly Figure[]> {
	const { origin } = stage.site;
	const colds: number[] = [];
	const fulls: number[] = [];
	for (let n = 0; n <= COLD; n += 1) {
		const page = await openApp(await device.open(), origin, tall);
		await page.waitForFunction(() => window.paint.rowsAt !== undefined, null, {
			polling: 50,
			timeout: 60_000
		});
		const at = await page.evaluate(() => window.paint.rowsAt ?? Number.NaN);
		await page.waitForFunction(() => window.paint.counted, null, { polling: 50, timeout: 60_000 });
		const full = await page.evaluate(() => performance.now());
		// The first visit fills the caches of the browser and the window of the list.
		if (n > 0) {
			colds.push(at);
			fulls.push(full);
		}
		// The list on screen is kept for the next start a second after it changed.
		await page.waitForTimeout(1_500);
		stage.onProgress(`cold open ${n}: 50 rows after ${duration(at)}, all after ${duration(full)}`);
	}
	const page = await openApp(await device.open(), origin, usual);
	await page.waitForFunction(() => window.paint.counted, null, { timeout: 60_000 });
	const session = await WorkerSession.of(page);
	await session.startProfile();
	const changes = await page.evaluate((count) => window.paint.changeLists(count), CHANGES);
	const change = changeFigure(changes, floors, await session.stopProfile());
	const found = [coldFigure(colds, fulls, floors), change];
	await session.startProfile();
	const taps = await tapsFigure(stage, page, floors);
	return [...found, { ...taps, profile: await session.stopProfile() }];
}

function coldFigure(colds: readonly number[], fulls: readonly number[], floors: Floors): Figure {
	const p95 = percentile(colds, 0.95);
	const { openFirst, readAll } = floors.pages;
	return {
		what: 'cold open of 100,000 tickets to 50 rows painted (p95), browser started anew, the app at /queue',
		target: '<= 300 ms',
		measured: `${duration(p95)} (p50 ${duration(median(colds))}; everything loaded p50 ${duration(median(fulls))})`,
		isMet: p95 <= 300,
		floor: `bare IndexedDB: open and one page ${duration(openFirst)}, all pages ${duration(readAll)} (${times(p95, openFirst)})`,
		n: colds.length,
		profile: [`everything loaded: p95 ${duration(percentile(fulls, 0.95))}`]
	};
}

function changeFigure(
	changes: readonly number[],
	floors: Floors,
	profile: readonly string[]
): Figure {
	const p95 = percentile(changes, 0.95);
	const floor = percentile(floors.sorts, 0.95);
	return {
		what: 'filter or sort change on 100,000 to paint (p95), the app',
		target: '<= 50 ms',
		measured: `${duration(p95)} (p50 ${duration(median(changes))}, first time of each order ${duration(Math.max(...changes.slice(0, 4)))} at most)`,
		isMet: p95 <= 50,
		floor: `sorting the bare rows in memory, p95: ${duration(floor)} (${times(p95, floor)})`,
		n: changes.length,
		profile
	};
}

/** A taps in the lab, so that no form's fields count; B is the app's queue. */
async function tapsFigure(stage: Stage, b: Page, floors: Floors): Promise<Figure> {
	const other = new Profile();
	try {
		await b.evaluate(() => window.paint.show('/queue?view=all&sort=newest'));
		const a = await openLab(await other.open(), stage, loginOf('rosa'));
		const delays: number[] = [];
		for (let n = 0; n < TAPS; n += 1) {
			const title = `Tap ${n} of the bench`;
			const seen = b.evaluate((wanted) => window.paint.seen(wanted), title);
			const at = await a.evaluate((wanted) => window.measures.tap(wanted), title);
			delays.push((await seen) - at);
			await b.waitForTimeout(400 + Math.random() * 400);
		}
		const p50 = median(delays);
		const p99 = percentile(delays, 0.99);
		const floor = 2 * median(floors.writes);
		return {
			what: 'tap on A to paint on B (p50, p99), two browsers',
			target: '<= 60 ms, <= 250 ms',
			measured: `${duration(p50)}, ${duration(p99)}`,
			isMet: p50 <= 60 && p99 <= 250,
			floor: `two bare strict transactions: ${duration(floor)} (${times(p50, floor)})`,
			n: delays.length
		};
	} finally {
		await other.remove();
	}
}
