import { Worker } from 'node:worker_threads';
import { smallLimits, type Patch } from './patches.ts';
import type { RunOptions, SeedResult } from './run-seed.ts';

export interface Job extends RunOptions {
	readonly seed: number;
}

interface PoolOptions {
	/** Rules taken out of the real code. */
	readonly plants?: readonly Patch[];
	readonly threads?: number;
	/** Another worker in place of the usual one, and what each of its threads is told. */
	readonly worker?: { readonly url: URL; readonly dataOf: (thread: number) => object };
	readonly onResult?: (result: SeedResult) => void;
	/** Asked before each seed; true = no more. */
	readonly isOver?: () => boolean;
}

/** Runs the seeds in worker threads, as many at a time as there are cores; answers in the order of the seeds. */
export async function runSeeds(
	jobs: readonly Job[],
	{ plants = [], threads = 2, worker: given, onResult, isOver = () => false }: PoolOptions = {}
): Promise<readonly SeedResult[]> {
	const waiting = [...jobs];
	const results: SeedResult[] = [];
	const start = (thread: number) =>
		new Worker(given?.url ?? new URL('worker.ts', import.meta.url), {
			workerData: { ...given?.dataOf(thread), patches: [...smallLimits, ...plants] }
		});
	const workers = Array.from({ length: Math.min(threads, jobs.length) }, async (_, thread) => {
		let worker = start(thread);
		try {
			for (let job = waiting.shift(); job && !isOver(); job = waiting.shift()) {
				const answer = await ask(worker, job);
				const result = answer ?? hung(job);
				results.push(result);
				onResult?.(result);
				if (answer) continue;
				await worker.terminate();
				worker = start(thread);
			}
		} finally {
			await worker.terminate();
		}
	});
	await Promise.all(workers);
	return results.sort((a, b) => a.seed - b.seed);
}

/** A run that spins without a step never ends by itself: after so many milliseconds it counts as one that never rests. */
const HANGS_AFTER = 240_000;

function hung({ seed }: Job): SeedResult {
	const violation = { invariant: 'I10', what: 'spins without a step', at: 0, trace: [] } as const;
	return { seed, hash: '', picks: 0, violations: [violation] };
}

/** Undefined for a run that hangs. Rejects with what the worker throws. */
function ask(worker: Worker, job: Job): Promise<SeedResult | undefined> {
	return new Promise((resolve, reject) => {
		const settle = (act: () => void) => {
			clearTimeout(timer);
			worker.off('message', onMessage);
			worker.off('error', onError);
			act();
		};
		const onError = (error: unknown) =>
			settle(() => reject(new Error(`seed ${job.seed}`, { cause: error })));
		const onMessage = (result: SeedResult) => settle(() => resolve(result));
		const timer = setTimeout(() => settle(() => resolve(undefined)), HANGS_AFTER);
		worker.on('message', onMessage);
		worker.on('error', onError);
		worker.postMessage(job);
	});
}
