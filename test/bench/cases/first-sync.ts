import type { Figure } from '../support/figures.ts';
import { duration, median, times } from '../support/figures.ts';
import { WorkerSession } from '../support/worker-session.ts';
import { loginOf } from '../support/world.ts';
import type { Floors } from './floors.ts';
import { newest, openLab, Profile, type Stage } from './stage.ts';

const RUNS = 2;

/** First syncs on empty devices; the last of them is `device`, which holds everything afterwards. */
export async function firstSyncs(
	stage: Stage,
	floors: Floors,
	device: Profile
): Promise<readonly Figure[]> {
	const runs: { firstList: number; allHeads: number; settled: number }[] = [];
	let costs: readonly string[] = [];
	for (let run = 0; run < RUNS; run += 1) {
		const profile = run === RUNS - 1 ? device : new Profile();
		const page = await openLab(await profile.open(), stage, loginOf('greta'), { start: false });
		const began = performance.now();
		const started = page.waitForEvent('worker');
		const syncing = page.evaluate(
			([subject, watch, heads]) => window.measures.firstSync(subject, watch, heads),
			[loginOf('greta').subject, newest, stage.tickets] as const
		);
		// The last run is looked into, which makes it a little slower.
		const session = run === RUNS - 1 ? await started.then(() => WorkerSession.of(page)) : undefined;
		await session?.startProfile();
		const found = await syncing;
		if (session) costs = await session.stopProfile();
		await page.evaluate(() => window.measures.untilIdle());
		runs.push({ ...found, settled: performance.now() - began });
		if (profile !== device) await profile.remove();
		stage.onProgress(`first sync ${run + 1}: ${JSON.stringify(runs.at(-1))}`);
	}
	const heads = median(runs.map(({ allHeads }) => allHeads));
	const list = median(runs.map(({ firstList }) => firstList));
	const settled = median(runs.map((run) => run.settled));
	const { write } = floors.pages;
	const { rxdb } = floors;
	return [
		{
			what: `first sync of ${stage.tickets} heads to durable and queryable (median)`,
			target: '<= 3 s',
			measured: `${duration(heads)} (with the children of open and recent tickets ${duration(settled)})`,
			isMet: heads <= 3_000,
			floor: `bare IndexedDB pages, writing only: ${duration(write)} (${times(heads, write)}); RxDB on Dexie, storage only: ${duration(rxdb.store)} (${times(heads, rxdb.store)})`,
			n: RUNS,
			profile: costs
		},
		{
			what: 'first list of a first sync (median)',
			target: '<= 500 ms',
			measured: duration(list),
			isMet: list <= 500,
			floor: `RxDB on Dexie, the list alone after storing: ${duration(rxdb.firstList)} (${times(list, rxdb.firstList)})`,
			n: RUNS,
			profile: costs
		}
	];
}
