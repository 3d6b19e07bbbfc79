import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { maskedPlants, type MaskedPlant } from '../sim/plants.ts';
import { lateAnswers } from './late-answers.ts';

describe('replica: late answers', () => {
	const scenarios = Object.entries(lateAnswers);
	it.each(scenarios)('SYNC-I3, SYNC-I4: %s', (_, scenario) => scenario());
});

/** What the test that a plant names throws when the rule is taken out, or null. */
function thrownBy(patches: readonly MaskedPlant[], test: string): Promise<string | null> {
	const worker = new Worker(new URL('late-answers.worker.ts', import.meta.url), {
		workerData: { patches, scenario: test }
	});
	return new Promise<string | null>((resolve, reject) => {
		worker.once('message', resolve);
		worker.once('error', reject);
	}).finally(() => worker.terminate());
}

describe('the auditor audited: bugs that later rules mask in the simulator', () => {
	it.each(maskedPlants)('$name: "$test" fails', async (plant) => {
		expect(await thrownBy([plant], plant.test)).toBe('AssertionError');
	});
});
