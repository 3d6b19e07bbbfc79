/**
 * `npm run bench [-- --tickets N]`: SYNC.md section 9 on synthetic tickets, each figure beside a floor that is measured in
 * the same run. Writes test/bench/RESULTS.md. A missed target is reported with its profile and ends nothing.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { deviceFigures } from './cases/device.ts';
import { firstSyncs } from './cases/first-sync.ts';
import { measureFloors, type Floors } from './cases/floors.ts';
import { pushFigure } from './cases/push.ts';
import { screenFigures } from './cases/screens.ts';
import { Profile, type Stage } from './cases/stage.ts';
import type { Figure } from './support/figures.ts';
import { load, writeResults } from './support/results.ts';
import { buildSite, Site } from './support/site.ts';
import { startWorld } from './support/world.ts';

const { values } = parseArgs({ options: { tickets: { type: 'string', default: '100000' } } });
const tickets = Number(values.tickets);

const began = performance.now();
const onProgress = (sentence: string) =>
	console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${sentence}`);

async function postgresVersion(url: string): Promise<string> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query<{ server_version: string }>('show server_version');
	await client.end();
	return rows[0]?.server_version ?? '';
}

const loadBefore = load();
const world = await startWorld(tickets, onProgress);
const figures: Figure[] = [];
const postgres = await postgresVersion(world.databaseUrl);

/** What was measured so far stays, whatever happens to the rest. */
async function take(title: string, measure: () => Promise<readonly Figure[]>): Promise<void> {
	onProgress(title);
	try {
		const found = await measure();
		figures.push(...found);
		for (const { what, target, measured, isMet, floor } of found)
			onProgress(`${isMet ? '✓' : '✗'} ${what}: ${measured}, target ${target}; ${floor}`);
	} catch (error) {
		process.exitCode = 1;
		onProgress(`✗ ${title}: ${String(error)}`);
	}
	await writeResults(figures, { postgres, loadBefore });
}

async function floorsOf(): Promise<Floors> {
	onProgress('floors: bare IndexedDB, bare memory, RxDB on Dexie');
	const profile = new Profile();
	const plain = await Site.serve(await buildSite('test/bench/site'));
	try {
		return await measureFloors(await profile.open(), plain.origin, tickets);
	} finally {
		await profile.remove();
		plain.close();
	}
}

try {
	const floors = await floorsOf();
	const site = await Site.serve(await buildSite('test/bench/lab'), { api: world.app.address });
	const stage: Stage = { world, site, tickets: world.tickets, onProgress };
	const device = new Profile();
	await take('pushes', async () => [await pushFigure(world.databaseUrl)]);
	await take('first syncs', () => firstSyncs(stage, floors, device));
	await take('saves, a day offline, heap', () => deviceFigures(stage, floors, device));
	await take('screens', () => screenFigures(stage, floors, device));
	await device.remove();
	site.close();
	console.log('\nWritten to test/bench/RESULTS.md');
} finally {
	await world.end();
}
