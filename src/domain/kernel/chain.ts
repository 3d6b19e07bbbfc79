import { sha256Hex } from './hash.ts';
import { canonicalJson } from './json.ts';
import type { Space } from './table.ts';

/**
 * The history of a space as a hash chain. Every write transaction takes one step per space that it advances, over the
 * Merkle root of its audit leaves; the value after the step is the `digest` of that version, and two histories that
 * differ anywhere differ in it from there on. All inputs are texts, so SQL makes the same values with `sha256`.
 */

/** The value of a space at version 0. */
export function firstDigest(epoch: string, space: Space): string {
	return sha256Hex(`${epoch}:${space}`);
}

/** SQL: `encode(sha256(convert_to(previous || ':' || v || ':' || root, 'UTF8')), 'hex')`. */
export function nextDigest(previous: string, v: number, root: string): string {
	return sha256Hex(`${previous}:${v}:${root}`);
}

/** Root over the leaves in order; an odd one moves up as it is. No leaf: the empty text. */
export function merkleRoot(leaves: readonly string[]): string {
	if (leaves.length === 0) return '';
	let level = leaves;
	while (level.length > 1) {
		const above: string[] = [];
		for (let at = 0; at < level.length; at += 2) {
			const [left, right] = [level[at] as string, level[at + 1]];
			// `node` keeps an inner value from passing as a leaf.
			above.push(right === undefined ? left : sha256Hex(`node:${left}:${right}`));
		}
		level = above;
	}
	return level[0] as string;
}

/** H(salt, payload): what stays of content that was erased. Without the salt nobody can guess a small payload from it. */
export function bodyDigest(salt: string, payload: string): string {
	return sha256Hex(`${salt}:${payload}`);
}

/** H(meta, body): the leaf of one entry. */
export function leafDigest(meta: object, body: string): string {
	return sha256Hex(`${canonicalJson(meta)}:${body}`);
}
