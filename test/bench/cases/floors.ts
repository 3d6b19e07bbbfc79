import type { BrowserContext } from 'playwright-core';
import { LAB } from '../support/site.ts';
import type { PageFigures } from '../site/floor-pages.ts';
import type { RxdbFigures } from '../site/main.ts';

/** Milliseconds, but for `heap` (bytes). */
export interface Floors {
	readonly pages: PageFigures;
	readonly writes: readonly number[];
	readonly sorts: readonly number[];
	readonly heap: number;
	readonly rxdb: RxdbFigures;
}

/** Bare IndexedDB, bare memory and RxDB in the same browser and on the same disk. */
export async function measureFloors(
	browser: BrowserContext,
	origin: string,
	rows: number
): Promise<Floors> {
	const open = async () => {
		const page = await browser.newPage();
		await page.goto(origin + LAB);
		await page.waitForFunction(() => 'bench' in window);
		return page;
	};
	const now = Date.now();
	const storage = await open();
	const pages = await storage.evaluate(([count, at]) => window.bench.measurePages(count, at), [
		rows,
		now
	] as const);
	const writes = await storage.evaluate(() => window.bench.measureWrites(200));
	await storage.close();
	const memory = await open();
	const { sorts } = await memory.evaluate(
		([count, at]) => window.bench.measureMemory(count, at, 20),
		[rows, now] as const
	);
	const session = await browser.newCDPSession(memory);
	await session.send('HeapProfiler.collectGarbage');
	const heap = (await session.send('Runtime.getHeapUsage')).usedSize;
	await memory.close();
	const peer = await open();
	const rxdb = await peer.evaluate((count) => window.bench.measureRxdb(count), rows);
	await peer.close();
	return { pages, writes, sorts, heap, rxdb };
}
