import { bulkTicket } from '../support/bulk-rows.ts';
import { completed, openRaw, removeRaw, settled } from './raw-database.ts';

const PAGE = 500;
/** Pages that one transaction takes. */
const TOGETHER = 10;

/** Milliseconds. */
export interface PageFigures {
	readonly write: number;
	readonly readAll: number;
	/** Open the database and read one page. */
	readonly openFirst: number;
}

/** Packed pages in bare IndexedDB, as fast as the browser goes with them. */
export async function measurePages(rows: number, now: number): Promise<PageFigures> {
	const name = 'floor-pages';
	await removeRaw(name);
	const pages = Array.from({ length: rows / PAGE }, (_, page) =>
		Array.from({ length: PAGE }, (__, n) => bulkTicket(page * PAGE + n, rows, now).head)
	);
	const database = await openRaw(name, ['pages']);
	const began = performance.now();
	for (let from = 0; from < pages.length; from += TOGETHER) {
		const transaction = database.transaction('pages', 'readwrite', { durability: 'strict' });
		const store = transaction.objectStore('pages');
		pages.slice(from, from + TOGETHER).forEach((page, n) => store.put(page, from + n));
		await completed(transaction);
	}
	const write = performance.now() - began;
	database.close();
	const opening = performance.now();
	const again = await openRaw(name, ['pages']);
	const store = () => again.transaction('pages').objectStore('pages');
	await settled(store().get(0));
	const openFirst = performance.now() - opening;
	const reading = performance.now();
	await settled(store().getAll());
	const readAll = performance.now() - reading;
	again.close();
	return { write, readAll, openFirst };
}
