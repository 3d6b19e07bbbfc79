import type { Sort, SortKey } from '#domain/kernel/index.ts';

interface Row {
	readonly id: string;
}

/** A row as it lay in the list (undefined: it did not), and as it is to lie there from now on (undefined: not). */
export interface RowStep<R extends Row> {
	readonly before: R | undefined;
	readonly now: R | undefined;
}

/** Up to here single insertions (a search and a move of memory each) cost less than going through the whole list. */
const FEW = 32;

/**
 * Rows kept in one order: by key, ties by id. A change costs a search, many changes one pass. A window is a slice, and a
 * filtered copy is in order already. Holds nothing but the rows: where a row lies follows from what it was.
 */
export class SortedList<R extends Row> {
	readonly #sort: Sort<R>;
	#rows: R[];

	private constructor(sort: Sort<R>, rows: R[]) {
		this.#sort = sort;
		this.#rows = rows;
	}

	/** From rows in any order. */
	static of<R extends Row>(sort: Sort<R>, rows: Iterable<R>): SortedList<R> {
		// Each key is asked for once here; a sort compares a row some twenty times.
		const keyed = Array.from(rows, (row) => ({ key: sort.key(row), row }));
		keyed.sort((a, b) => order(sort, a.key, a.row.id, b.key, b.row.id));
		return new SortedList(
			sort,
			keyed.map(({ row }) => row)
		);
	}

	get size(): number {
		return this.#rows.length;
	}

	/** A list of the rows that pass, in the same order; it lives on by itself. */
	filtered(keeps: (row: R) => boolean): SortedList<R> {
		return new SortedList(this.#sort, this.#rows.filter(keeps));
	}

	/** The rows at places `from` up to but without `to`. */
	window(from: number, to: number): readonly R[] {
		return this.#rows.slice(Math.max(0, from), Math.max(0, to));
	}

	/** How many rows stand under each heading, the headings in the order of their first row. */
	counted(headingOf: (row: R) => string): { readonly key: string; readonly count: number }[] {
		const counts = new Map<string, number>();
		for (const row of this.#rows) {
			const heading = headingOf(row);
			counts.set(heading, (counts.get(heading) ?? 0) + 1);
		}
		return Array.from(counts, ([key, count]) => ({ key, count }));
	}

	/** One step a row at most. */
	apply(steps: readonly RowStep<R>[]): void {
		if (steps.length > FEW) this.#applyMany(steps);
		else for (const step of steps) this.#applyOne(step);
	}

	#applyOne({ before, now }: RowStep<R>): void {
		if (before) this.#rows.splice(this.#placeOf(before), 1);
		if (now) this.#rows.splice(this.#placeOf(now), 0, now);
	}

	/** Places are found by search, and what lies between them is moved in one piece. */
	#applyMany(steps: readonly RowStep<R>[]): void {
		const before = steps.map((step) => step.before).filter((row) => row !== undefined);
		const now = steps.map((step) => step.now).filter((row) => row !== undefined);
		const gone = before.map((row) => this.#placeOf(row)).sort((a, b) => a - b);
		this.#rows = pieces(this.#rows, gone, 1).flat();
		const added = SortedList.of(this.#sort, now).#rows;
		const places = added.map((row) => this.#placeOf(row));
		const [first = [], ...others] = pieces(this.#rows, places, 0);
		this.#rows = [first, ...others.flatMap((piece, at) => [added.slice(at, at + 1), piece])].flat();
	}

	/** First place whose row does not come before this one. */
	#placeOf(row: R): number {
		let low = 0;
		let high = this.#rows.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const there = this.#rows[middle];
			if (there && this.#compare(there, row) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#compare(a: R, b: R): number {
		return order(this.#sort, this.#sort.key(a), a.id, this.#sort.key(b), b.id);
	}
}

/** The list cut at ascending places, leaving out `skip` items at each. */
function pieces<T>(list: readonly T[], places: readonly number[], skip: 0 | 1): T[][] {
	const starts = [0, ...places.map((place) => place + skip)];
	return starts.map((start, at) => list.slice(start, places[at]));
}

function order<R>(sort: Sort<R>, keyA: SortKey, idA: string, keyB: SortKey, idB: string): number {
	if (keyA !== keyB) return keyA < keyB === sort.descending ? 1 : -1;
	return idA < idB ? -1 : idA > idB ? 1 : 0;
}
