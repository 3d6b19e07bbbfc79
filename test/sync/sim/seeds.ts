import type { Job } from './pool.ts';

/** Seeds beyond the first that found a bug once; they stay, so that it does not come back. */
export const FAILED_ONCE: readonly Job[] = [];
