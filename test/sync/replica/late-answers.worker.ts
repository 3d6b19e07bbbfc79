import { parentPort, workerData } from 'node:worker_threads';
import { patchSources } from '../sim/loader.ts';
import type { Patch } from '../sim/patches.ts';

/** Tells one scenario on sources patched as it was told; answers what it throws, or null. */
const { patches, scenario } = workerData as { patches: readonly Patch[]; scenario: string };
patchSources(patches);
const { lateAnswers } = await import('./late-answers.ts');

const work = lateAnswers[scenario];
if (!work) throw new Error(`No scenario: ${scenario}`);
work().then(
	() => parentPort?.postMessage(null),
	(error: unknown) => parentPort?.postMessage((error as Error).name)
);
