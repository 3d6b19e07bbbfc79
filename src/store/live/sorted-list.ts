import type { Sort, SortKey } from '#domain/kernel/index.ts';

interface Row {
	readonly id: string;
}

interface Entry<R extends Row> {
	readonly key: SortKey;
	readonly row: R;
}

/** What became of a row: its new state, or undefined when it is gone (or no longer belongs to the list). */
export type RowChange<R extends Row> = readonly [id: string, row: R | undefined];

/** Up to here single insertions (a search and a move of memory each) cost less than going through the whole list. */
const FEW = 32;

/**
 * Rows kept in one order: by key, ties by id. Changes cost a search each, many changes one pass. Reading a window is
 * free, and so is a filtered copy: it is in order already.
 */
export class SortedList<R extends Row> {
	readonly #sort: Sort<R>;
	#entries: Entry<R>[] = [];
	readonly #keys = new Map<string, SortKey>();

	constructor(sort: Sort<R>) {
		this.#sort = sort;
	}

	get size(): number {
		return this.#entries.length;
	}

	has(id: string): boolean {
		return this.#keys.has(id);
	}

	/** Fills an empty list with rows in any order. */
	fill(rows: Iterable<R>): void {
		this.#entries = Array.from(rows, (row) => this.#entryOf(row)).sort(this.#compare);
		this.#index();
	}

	/** A list of the rows that pass, in the same order; it lives on by itself. */
	filtered(keeps: (row: R) => boolean): SortedList<R> {
		const list = new SortedList(this.#sort);
		list.#entries = this.#entries.filter((entry) => keeps(entry.row));
		list.#index();
		return list;
	}

	/** The rows at places `from` up to but without `to`. */
	window(from: number, to: number): readonly R[] {
		return this.#entries.slice(Math.max(0, from), Math.max(0, to)).map((entry) => entry.row);
	}

	/** Takes changes in; answers true when any of them touched a row that is, or was, in the list. */
	apply(changes: readonly RowChange<R>[]): boolean {
		const relevant = changes.filter(([id, row]) => row !== undefined || this.#keys.has(id));
		if (relevant.length === 0) return false;
		if (relevant.length <= FEW) for (const change of relevant) this.#applyOne(change);
		else this.#applyMany(new Map(relevant));
		return true;
	}

	#applyOne([id, row]: RowChange<R>): void {
		const old = this.#keys.get(id);
		if (old !== undefined) {
			this.#entries.splice(this.#placeOf(old, id), 1);
			this.#keys.delete(id);
		}
		if (!row) return;
		const entry = this.#entryOf(row);
		this.#entries.splice(this.#placeOf(entry.key, id), 0, entry);
		this.#keys.set(id, entry.key);
	}

	#applyMany(changes: ReadonlyMap<string, R | undefined>): void {
		const kept = this.#entries.filter((entry) => !changes.has(entry.row.id));
		const added = [...changes.values()]
			.filter((row) => row !== undefined)
			.map((row) => this.#entryOf(row))
			.sort(this.#compare);
		for (const id of changes.keys()) this.#keys.delete(id);
		for (const entry of added) this.#keys.set(entry.row.id, entry.key);
		this.#entries = this.#merged(kept, added);
	}

	#merged(a: readonly Entry<R>[], b: readonly Entry<R>[]): Entry<R>[] {
		const merged: Entry<R>[] = [];
		let at = 0;
		for (const entry of a) {
			for (let next = b[at]; next && this.#compare(next, entry) < 0; next = b[++at])
				merged.push(next);
			merged.push(entry);
		}
		for (let next = b[at]; next; next = b[++at]) merged.push(next);
		return merged;
	}

	/** First place whose entry does not come before (key, id). */
	#placeOf(key: SortKey, id: string): number {
		let low = 0;
		let high = this.#entries.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const entry = this.#entries[middle];
			if (entry && this.#order(entry.key, entry.row.id, key, id) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#entryOf(row: R): Entry<R> {
		return { key: this.#sort.key(row), row };
	}

	#index(): void {
		this.#keys.clear();
		for (const entry of this.#entries) this.#keys.set(entry.row.id, entry.key);
	}

	readonly #compare = (a: Entry<R>, b: Entry<R>): number =>
		this.#order(a.key, a.row.id, b.key, b.row.id);

	#order(keyA: SortKey, idA: string, keyB: SortKey, idB: string): number {
		if (keyA !== keyB) return keyA < keyB === this.#sort.descending ? 1 : -1;
		return idA < idB ? -1 : idA > idB ? 1 : 0;
	}
}
