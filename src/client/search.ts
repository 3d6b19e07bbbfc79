import type { Asked, Found, FoundRow, RowRef } from '#store/index.ts';
import { link } from './link.ts';

/** Rows on this device that have all words of the text, best first. The first call begins the index. */
export async function search(asked: Asked): Promise<Found> {
	return (await link.data()).search(asked);
}

/** Those of the rows that are on this device. */
export async function lookUp(refs: readonly RowRef[]): Promise<readonly FoundRow[]> {
	// Plain values, since what a page keeps may be reactive, which cannot be sent to the worker.
	return (await link.data()).lookUp(refs.map(({ table, id }) => ({ table, id })));
}
