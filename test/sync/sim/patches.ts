/** A piece of source that is replaced while the simulator loads it. It has to occur exactly once. */
export interface Patch {
	/** Below the root of the project. */
	readonly file: string;
	readonly find: string;
	readonly put: string;
}

const limit = (file: string, find: string, put: string): Patch => ({
	file: `src/sync/${file}`,
	find,
	put
});

/** Limits so small that a run meets them: cuts of a pull, many pages, exit lists, a revision log that is too short. */
export const smallLimits: readonly Patch[] = [
	limit('protocol/limits.ts', 'MAX_MUTATIONS = 100', 'MAX_MUTATIONS = 4'),
	limit('protocol/limits.ts', 'PAGE_ROWS = 500', 'PAGE_ROWS = 3'),
	limit('protocol/limits.ts', 'MAX_STREAM_ROWS = 10_000', 'MAX_STREAM_ROWS = 9'),
	limit('protocol/limits.ts', 'MAX_DETAIL_ROOTS = 100', 'MAX_DETAIL_ROOTS = 3'),
	limit('protocol/limits.ts', 'PULL_ROWS = 2_000', 'PULL_ROWS = 4'),
	limit('authority/snapshot.ts', 'ROOTS_PER_STEP = 100', 'ROOTS_PER_STEP = 2'),
	limit('authority/snapshot.ts', 'STEPS_PER_PAGE = 20', 'STEPS_PER_PAGE = 2'),
	limit('replica/draft.ts', 'PACKS_PER_REWRITE = 20', 'PACKS_PER_REWRITE = 1'),
	limit('replica/commit.ts', 'REVLOG_KEPT = 1_000', 'REVLOG_KEPT = 15'),
	limit('replica/exchange.ts', 'AUDIT_EVERY = DAY', 'AUDIT_EVERY = DAY / 4_000')
];
