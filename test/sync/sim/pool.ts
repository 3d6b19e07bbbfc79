import { Worker } from 'node:worker_threads';
import { smallLimits, type Patch } from './patches.ts';
import type { SeedResult } from './run-seed.ts';

export interface Job {
	readonly seed: number;
	readonly steps?: number;
}

interface PoolOptions {
	/** Rules taken out of the real code. */
	readonly plants?: readonly Patch[];
	readonly threads?: number;
	readonly onResult?: (result: SeedResult) => void;
	/** Asked before each seed; true = no more. */
	readonly isOver?: () => boolean;
}

/** Runs the seeds in worker threads, as many at a time as there are cores; answers in the order of the seeds. */
export async function runSeeds(
	jobs: readonly Job[],
	{ plants = [], threads = 2, onResult, isOver = () => false }: PoolOptions = {}
): Promise<readonly SeedResult[]> {
	const waiting = [...jobs];
	const results: SeedResult[] = [];
	const workers = Array.from({ length: Math.min(threads, jobs.length) }, async () => {
		const url = new URL('worker.ts', import.meta.url);
		const worker = new Worker(url, { workerData: { patches: [...smallLimits, ...plants] } });
		try {
			for (let job = waiting.shift(); job && !isOver(); job = waiting.shift()) {
				const result = await ask(worker, job);
				results.push(result);
				onResult?.(result);
			}
		} finally {
			await worker.terminate();
		}
	});
	await Promise.all(workers);
	return results.sort((a, b) => a.seed - b.seed);
}

/** What a worker throws is the result of its seed: a planted bug may break more than an invariant. */
function ask(worker: Worker, job: Job): Promise<SeedResult> {
	return new Promise((resolve, reject) => {
		const onError = (error: unknown) => {
			worker.off('message', onMessage);
			reject(new Error(`seed ${job.seed}`, { cause: error }));
		};
		const onMessage = (result: SeedResult) => {
			worker.off('error', onError);
			resolve(result);
		};
		worker.once('message', onMessage);
		worker.once('error', onError);
		worker.postMessage(job);
	});
}
