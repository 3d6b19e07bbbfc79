/**
 * Audit: what was done, so that nobody can change it afterwards without being seen.
 *
 * entry - what is kept of one command, applied or rejected; meta - its facts without content (ids, codes, instants);
 * payload - its content (arguments); salt - random bits that keep a guessed payload from being confirmed by its digest;
 * body - the digest of both; leaf - the digest of an entry; root - the digest of all leaves of one transaction; step - one
 * link of the chain, made per transaction; erasure - payload and salt removed, the body kept, so that the chain still
 * verifies.
 */
export { erase, type AuditEntry, type AuditMeta } from './entry.ts';
export {
	checkStep,
	startOfChain,
	verifyChain,
	type AuditStep,
	type ChainFault,
	type ChainReport
} from './verify.ts';
