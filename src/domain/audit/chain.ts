import { sha256Hex } from '#domain/kernel/index.ts';

/** Digest before the first step: bound to the epoch, so that two histories never share a link. */
export function chainStart(epoch: string): string {
	return sha256Hex(`start\n${epoch}`);
}

/**
 * Digest of a transaction's leaves, in their order (tree of RFC 9162, section 2.1.1: the left part is the greatest
 * power of two below the count), so that one entry can later be proven without showing the others. A transaction
 * without a command (a bulk job) has a root too.
 */
export function merkleRoot(leaves: readonly string[]): string {
	const [first] = leaves;
	if (first === undefined) return sha256Hex('none');
	if (leaves.length === 1) return first;
	let split = 1;
	while (split * 2 < leaves.length) split *= 2;
	return sha256Hex(
		`node\n${merkleRoot(leaves.slice(0, split))}\n${merkleRoot(leaves.slice(split))}`
	);
}

/** h = H(previous, v, root): the chain's value at `v`. */
export function nextDigest(previous: string, v: number, root: string): string {
	return sha256Hex(`step\n${previous}\n${v}\n${root}`);
}
