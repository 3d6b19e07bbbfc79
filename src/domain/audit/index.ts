/**
 * Audit: what was done, so that nobody can change it afterwards without being seen.
 *
 * entry - what is kept of one command, applied or rejected; meta - its facts without content (ids, codes, instants);
 * payload - its content (arguments); salt - 256 random bits that keep a guessed payload from being confirmed by its
 * digest; leaf - the digest of an entry; root - the digest of all leaves of one transaction; step - one link of the
 * chain, made per transaction; erasure - payload and salt removed, the digest kept, so that the chain still verifies.
 */
export { chainStart, merkleRoot, nextDigest } from './chain.ts';
export { bodyDigest, erase, leafOf, type AuditEntry, type AuditMeta } from './entry.ts';
export { verifyChain, type AuditStep, type ChainFault, type ChainReport } from './verify.ts';
