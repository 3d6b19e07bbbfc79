/**
 * Protocol v1: what travels between replica and authority (SYNC.md).
 *
 * subject - the person; group - one browser profile of that person; mutation - a named write under a counter `id` and
 * an eternal `mid`; outcome - what the authority made of it; cookie - what the replica holds; put, del - row changes;
 * complete - a root whose children are all here; run - a first sync of scopes, page by page; poke - "there is more"; presence - who is
 * writing where just now.
 */
export * from './limits.ts';
export * from './messages.ts';
export * from './plain-args.ts';
