import { MAX_MUTATIONS } from '../protocol/index.ts';

/** How long a lone request waits for company, in milliseconds. */
const COMPANY = 5;

/** Runs `task` after `ms` milliseconds. */
export type Later = (ms: number, task: () => void) => void;

interface Waiting<Request, Answer> {
	readonly request: Request;
	readonly resolve: (answer: Answer) => void;
	readonly reject: (error: unknown) => void;
}

/** What became of one request of a batch. */
export type Settlement<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/**
 * Puts requests that wait at the same time into one run (a commit costs far more than a mutation): up to 100 mutations,
 * or what came within 5 ms. Each caller gets its own answer or its own error.
 */
export function createCombiner<Request extends { readonly mutations: readonly unknown[] }, Answer>(
	run: (requests: readonly Request[]) => Promise<readonly Settlement<Answer>[]>,
	later: Later
): (request: Request) => Promise<Answer> {
	let waiting: Waiting<Request, Answer>[] = [];
	let size = 0;

	function start(): void {
		const batch = waiting;
		waiting = [];
		size = 0;
		if (batch.length > 0) void settle(run, batch);
	}

	return (request) =>
		new Promise((resolve, reject) => {
			if (size + request.mutations.length > MAX_MUTATIONS) start();
			waiting.push({ request, resolve, reject });
			size += request.mutations.length;
			if (size >= MAX_MUTATIONS) start();
			else if (waiting.length === 1) later(COMPANY, start);
		});
}

async function settle<Request, Answer>(
	run: (requests: readonly Request[]) => Promise<readonly Settlement<Answer>[]>,
	batch: readonly Waiting<Request, Answer>[]
): Promise<void> {
	try {
		const settlements = await run(batch.map(({ request }) => request));
		for (const [index, { resolve, reject }] of batch.entries()) {
			const settlement = settlements[index];
			if (settlement && 'answer' in settlement) resolve(settlement.answer);
			else reject(settlement?.error ?? new Error('a request without an answer'));
		}
	} catch (error) {
		for (const { reject } of batch) reject(error);
	}
}
