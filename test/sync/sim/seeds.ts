import type { Job } from './pool.ts';

/** Runs that found a bug once; they stay, whatever other seeds are run. */
export const FAILED_ONCE: readonly Job[] = [
	// A rollback between two answers of one pull: rows of the lost history stayed.
	{ seed: 41 },
	{ seed: 142 }
];
