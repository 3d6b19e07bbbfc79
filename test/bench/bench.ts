/**
 * `npm run bench [-- --tickets N]`: SYNC.md section 9 on synthetic tickets, each figure beside a floor that is measured in
 * the same run. Writes test/bench/RESULTS.md. A missed target is reported with its profile and ends nothing.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { deviceFigures } from './cases/device.ts';
import { firstSyncs } from './cases/first-sync.ts';
import { measureFloors } from './cases/floors.ts';
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
const profile = new Profile();
const figures: Figure[] = [];
try {
	onProgress('floors: bare IndexedDB, bare memory, RxDB on Dexie');
	const plain = await Site.serve(await buildSite('test/bench/site'));
	const floors = await measureFloors(await profile.open(), plain.origin, tickets);
	plain.close();
	await profile.remove();
	const site = await Site.serve(await buildSite('test/bench/lab'), { api: world.app.address });
	const stage: Stage = { world, site, tickets: world.tickets, onProgress };
	onProgress('first syncs');
	const { figures: first, device } = await firstSyncs(stage, floors);
	onProgress('saves, a day offline, heap');
	const onDevice = await deviceFigures(stage, floors, device);
	onProgress('screens');
	const screens = await screenFigures(stage, floors, device);
	await device.remove();
	site.close();
	onProgress('pushes');
	const push = await pushFigure(world.databaseUrl);
	figures.push(...screens, ...onDevice, ...first, push);
	const postgres = await postgresVersion(world.databaseUrl);
	await writeResults(figures, { postgres, loadBefore });
	for (const { what, target, measured, isMet, floor } of figures)
		console.log(`${isMet ? '✓' : '✗'} ${what}\n    ${measured}, target ${target}; ${floor}`);
	console.log('\nWritten to test/bench/RESULTS.md');
} finally {
	await world.end();
}
