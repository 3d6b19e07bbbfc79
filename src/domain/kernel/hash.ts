import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './json.ts';

/**
 * Hashes here are synchronous on purpose: inside an IndexedDB transaction only IndexedDB may be awaited, and
 * `crypto.subtle` would end it (SYNC.md section 3).
 */

/** SHA-256 of a text (UTF-8) or bytes, as 64 lower-case hex digits. */
export function sha256Hex(input: string | Uint8Array): string {
	return bytesToHex(sha256(typeof input === 'string' ? utf8ToBytes(input) : input));
}

/** Short name of a value by content: the first 16 hex digits of the SHA-256 of its canonical JSON. */
export function valueHash(value: unknown): string {
	return sha256Hex(canonicalJson(value)).slice(0, 16);
}

/**
 * A stable id made from parts (RFC 9562 version 8): equal parts give the same id on every device and on every
 * replay, and nobody can aim one at an id that is taken without breaking SHA-256.
 */
export function derivedId(...parts: readonly string[]): string {
	const hex = sha256Hex(parts.join('\u0000'));
	const variant = ((parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What `ctx.newId(table, label)` answers under the mutation `mid`, on every side. */
export function rowId(mid: string, table: { readonly name: string }, label = ''): string {
	return derivedId(mid, table.name, label);
}

/**
 * Fingerprint of (row id, version) for the self-audit: an integer below 2^32. The server sums the same number in SQL:
 * `('x' || substr(md5(id || ':' || v), 1, 8))::bit(32)::bigint`.
 */
export function versionFingerprint(id: string, v: number): number {
	return parseInt(bytesToHex(md5(utf8ToBytes(`${id}:${v}`))).slice(0, 8), 16);
}
