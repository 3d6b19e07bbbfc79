/**
 * The one way into and out of a store. Plain today; encryption will sit here, so it is synchronous: inside a
 * transaction only IndexedDB may be awaited. The tag tells how a record was written, so that old ones stay readable.
 */
const PLAIN = 0;

export interface StoredRecord {
	readonly c: number;
	readonly d: unknown;
}

export function encodeRecord(value: unknown): StoredRecord {
	return { c: PLAIN, d: value };
}

/** Throws UnreadableRecord for anything that this version of the app did not write. */
export function decodeRecord(stored: unknown): unknown {
	if (typeof stored === 'object' && stored !== null && 'c' in stored && stored.c === PLAIN)
		return (stored as StoredRecord).d;
	throw new UnreadableRecord();
}

export class UnreadableRecord extends Error {
	constructor() {
		super('A stored record was written by a newer version of the app.');
	}
}
