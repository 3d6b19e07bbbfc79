/** Limits of protocol v1 (SYNC.md section 4). Both sides know them, so that an honest client never meets a refusal. */
export const PROTO = 1;
/** Raised with every change of a table's columns; converters come with the first one. */
export const SCHEMA = 1;
export const MAX_MUTATIONS = 100;
export const MAX_MUTATION_BYTES = 64 * 1024;
export const MAX_PUSH_BYTES = 256 * 1024;
export const PAGE_ROWS = 500;
/** Rows that one snapshot request streams before the caller's scopes are checked again. */
export const MAX_STREAM_ROWS = 10_000;
export const MAX_DETAIL_ROOTS = 100;
/** Distinct rows in one pull answer before it is cut (between versions). */
export const PULL_ROWS = 2_000;
/** Levels of nesting that a message may have. */
export const MAX_DEPTH = 12;
/** Closed roots keep their children on a device for this long after their last touch. */
export const CHILDREN_DAYS = 30;
