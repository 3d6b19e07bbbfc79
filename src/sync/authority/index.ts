/**
 * Authority: the server half of the protocol, pure, over a port to a database.
 *
 * session - who the request's cookie proves; batch - pushes that share a transaction; pass - the one moment when rows are
 * locked and compared (SYNC-ISO); settled - what a batch commits; reading - what one snapshot knows about a reader;
 * whole - a root with all its readable children; fault - an error of a mutator, which is a bug; dead - given up after
 * three faults.
 */
export { createAuthority, type AuthorityOptions } from './authority.ts';
export { auditLeaf, firstDigest, merkleRoot, nextDigest } from './chain.ts';
export type { Later } from './combiner.ts';
export { SYSTEM_SUBJECT } from './mutation.ts';
export { PokeHub } from './poke.ts';
export * from './ports.ts';
export { REACTION_QUEUE, type ReactionPayload } from './reactions.ts';
export type { Session } from './request.ts';
