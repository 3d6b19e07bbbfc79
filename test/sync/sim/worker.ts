import { parentPort, workerData } from 'node:worker_threads';
import { patchSources } from './loader.ts';
import type { Patch } from './patches.ts';
import type { Job } from './pool.ts';

/** Runs seeds that it is sent, one at a time, on sources patched as it was told. */
patchSources((workerData as { patches: readonly Patch[] }).patches);
const { runSeed } = await import('./run-seed.ts');

parentPort?.on('message', ({ seed, ...options }: Job) => {
	void runSeed(seed, options).then((result) => parentPort?.postMessage(result));
});
