import { bodyDigest, leafDigest } from '#domain/kernel/index.ts';
import type { AuditEntry } from './ports.ts';

export { firstDigest, merkleRoot, nextDigest } from '#domain/kernel/index.ts';

/**
 * Leaf of an audit entry = H(meta, H(salt, payload)). Erasing payload and salt leaves the chain whole, and without the
 * salt nobody can guess a small payload from the leaf.
 */
export function auditLeaf(entry: Omit<AuditEntry, 'leaf'>): string {
	const { salt, payload, ...meta } = entry;
	return leafDigest(meta, bodyDigest(salt, payload));
}
