import type { StoreName } from '#sync/replica/index.ts';

/**
 * The one way into and out of a store. Plain today; encryption will sit here, so it is synchronous: inside a
 * transaction only IndexedDB may be awaited. The tag tells how a record was written, so that old ones stay readable.
 */
const PLAIN = 0;
/** JSON: 500 rows as one text are written and read in a third of the time that their structured clone takes. */
const TEXT = 1;

export interface StoredRecord {
	readonly c: number;
	readonly d: unknown;
}

export function encodeRecord(store: StoreName, value: unknown): StoredRecord {
	return store === 'pages' ? { c: TEXT, d: JSON.stringify(value) } : { c: PLAIN, d: value };
}

/** Throws UnreadableRecord for anything that this version of the app did not write. */
export function decodeRecord(stored: unknown): unknown {
	if (typeof stored !== 'object' || stored === null || !('c' in stored))
		throw new UnreadableRecord();
	const { c, d } = stored as StoredRecord;
	if (c === PLAIN) return d;
	if (c === TEXT && typeof d === 'string') return JSON.parse(d);
	throw new UnreadableRecord();
}

export class UnreadableRecord extends Error {
	constructor() {
		super('A stored record was written by a newer version of the app.');
	}
}
