import { parentPort, workerData } from 'node:worker_threads';
import { patchSources } from './loader.ts';
import type { Patch } from './patches.ts';

/** Runs seeds that it is sent, one at a time, on sources patched as it was told. */
patchSources((workerData as { patches: readonly Patch[] }).patches);
const { runSeed } = await import('./run-seed.ts');

parentPort?.on('message', ({ seed, steps }: { seed: number; steps?: number }) => {
	void runSeed(seed, steps).then((result) => parentPort?.postMessage(result));
});
