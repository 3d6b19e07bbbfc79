import { pagesOf, type RowRange } from './visible-range.ts';

/** Answers rows `from` up to but without `to`, in the list's order; fewer when the list has become shorter. */
export type RowSource<T> = (from: number, to: number) => Promise<readonly T[]>;

const PAGE_SIZE = 100;
/** Pages kept in memory: 3,000 rows, enough to fling back without asking again. */
const PAGES_KEPT = 30;

/**
 * The part of a long list that is in memory. Rows arrive by page; what was shown stays until its successor
 * arrives, so a change of the data never blanks the screen. Late answers of an older revision are dropped.
 */
export class RowWindow<T> {
	/** Oldest arrival first. Replaced, never changed in place: one signal for all rows is cheaper than one each. */
	#pages = $state.raw<readonly { readonly page: number; readonly rows: readonly T[] }[]>([]);
	/** Pages asked for in the current revision. */
	#asked: readonly number[] = [];
	#revision = 0;
	#source: RowSource<T>;

	constructor(source: RowSource<T>) {
		this.#source = source;
	}

	/** The row, or undefined while it is on its way. */
	at(index: number): T | undefined {
		const page = Math.floor(index / PAGE_SIZE);
		return this.#pages.find((kept) => kept.page === page)?.rows[index % PAGE_SIZE];
	}

	/** Asks for the pages of a range that are missing or out of date. */
	want(range: RowRange): void {
		const missing = pagesOf(range, PAGE_SIZE).filter((page) => !this.#asked.includes(page));
		this.#asked = [...this.#asked, ...missing];
		for (const page of missing) void this.#load(page, this.#revision);
	}

	/** The data has changed: every page counts as old and is asked for anew when it is wanted. */
	renew(source: RowSource<T>): void {
		this.#source = source;
		this.#revision += 1;
		this.#asked = [];
	}

	async #load(page: number, revision: number): Promise<void> {
		try {
			const rows = await this.#source(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
			if (revision === this.#revision) this.#keep(page, rows);
		} catch (error) {
			if (revision === this.#revision) this.#asked = this.#asked.filter((other) => other !== page);
			throw error;
		}
	}

	#keep(page: number, rows: readonly T[]): void {
		const pages = [...this.#pages.filter((kept) => kept.page !== page), { page, rows }];
		const gone = pages.splice(0, Math.max(0, pages.length - PAGES_KEPT)).map((old) => old.page);
		this.#asked = this.#asked.filter((asked) => !gone.includes(asked));
		this.#pages = pages;
	}
}
