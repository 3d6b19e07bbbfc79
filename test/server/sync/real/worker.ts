import { parentPort, workerData } from 'node:worker_threads';
import { patchSources } from '#test/sync/sim/loader.ts';
import type { Patch } from '#test/sync/sim/patches.ts';
import type { Job } from '#test/sync/sim/pool.ts';
import type { SeedResult } from '#test/sync/sim/run-seed.ts';

/** Runs seeds, one at a time, on PostgreSQL and Dexie in place of the memory models. */
const { patches, url } = workerData as { patches: readonly Patch[]; url: string };
patchSources(patches);
const { runSeed } = await import('#test/sync/sim/run-seed.ts');
const { Busy } = await import('./busy.ts');
const { DexieDisk } = await import('./dexie-disk.ts');
const { PostgresSimStore } = await import('./postgres-sim-store.ts');

const busy = new Busy();
const store = await PostgresSimStore.open(url, busy);

async function run({ seed, ...options }: Job): Promise<SeedResult> {
	await store.reset();
	return runSeed(seed, options, {
		openStore: (parts) => store.join(parts),
		openDisk: (onCommit) => new DexieDisk(busy, onCommit),
		idle: () => busy.idle()
	});
}

parentPort?.on('message', (job: Job) => {
	void run(job).then((result) => parentPort?.postMessage(result));
});
