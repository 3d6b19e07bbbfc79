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
	#pages = $state.raw<ReadonlyMap<number, readonly T[]>>(new Map());
	#fresh = new Map<number, number>();
	#revision = 0;
	#source: RowSource<T>;

	constructor(source: RowSource<T>) {
		this.#source = source;
	}

	/** The row, or undefined while it is on its way. */
	at(index: number): T | undefined {
		return this.#pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE];
	}

	/** Asks for the pages of a range that are missing or out of date. */
	want(range: RowRange): void {
		for (const page of pagesOf(range, PAGE_SIZE)) {
			if (this.#fresh.get(page) === this.#revision) continue;
			this.#fresh.set(page, this.#revision);
			void this.#load(page, this.#revision);
		}
	}

	/** The data has changed: every page counts as old and is asked for anew when it is wanted. */
	renew(source: RowSource<T>): void {
		this.#source = source;
		this.#revision += 1;
	}

	async #load(page: number, revision: number): Promise<void> {
		try {
			const rows = await this.#source(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
			if (revision !== this.#revision) return;
			const pages = new Map(this.#pages);
			pages.delete(page);
			pages.set(page, rows);
			for (const old of pages.keys()) {
				if (pages.size <= PAGES_KEPT) break;
				pages.delete(old);
				this.#fresh.delete(old);
			}
			this.#pages = pages;
		} catch (error) {
			if (revision === this.#revision) this.#fresh.delete(page);
			throw error;
		}
	}
}
