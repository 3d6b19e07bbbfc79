import type { AnyRow, Sort } from '#domain/kernel/index.ts';
import type { RowsSource } from './rows-source.ts';
import { SortedList, type RowStep } from './sorted-list.ts';

/** What became of a row: its new state, or undefined when it is gone. */
export type RowChange = readonly [id: string, row: AnyRow | undefined];

interface IndexedTable {
	/** The rows as they lie in the indexes. */
	readonly rows: Map<string, AnyRow>;
	readonly bySort: Map<string, SortedList<AnyRow>>;
}

/** Orders over whole tables, made when first asked for and kept in step from then on. */
export class SortIndexes {
	readonly #source: RowsSource;
	readonly #tables = new Map<string, IndexedTable>();

	constructor(source: RowsSource) {
		this.#source = source;
	}

	get(table: string, sort: Sort<AnyRow>): SortedList<AnyRow> {
		const { rows, bySort } = this.#table(table);
		const known = bySort.get(sort.id);
		if (known) return known;
		const index = SortedList.of(sort, rows.values());
		bySort.set(sort.id, index);
		return index;
	}

	/** Makes the order if it is not there yet; answers whether it had to. */
	prepare(table: string, sort: Sort<AnyRow>): boolean {
		if (this.#table(table).bySort.has(sort.id)) return false;
		this.get(table, sort);
		return true;
	}

	/** Answers what each row was before; nothing for a table that nobody has asked for. */
	apply(table: string, changes: readonly RowChange[]): readonly RowStep<AnyRow>[] {
		const indexed = this.#tables.get(table);
		if (!indexed) return [];
		const { rows, bySort } = indexed;
		const steps: RowStep<AnyRow>[] = [];
		for (const [id, now] of changes) {
			const before = rows.get(id);
			if (before === now) continue;
			steps.push({ before, now });
			if (now) rows.set(id, now);
			else rows.delete(id);
		}
		for (const index of bySort.values()) index.apply(steps);
		return steps;
	}

	#table(name: string): IndexedTable {
		const known = this.#tables.get(name);
		if (known) return known;
		const rows = new Map<string, AnyRow>();
		for (const id of this.#source.ids(name)) {
			const row = this.#source.row(name, id);
			if (row) rows.set(id, row);
		}
		const table = { rows, bySort: new Map<string, SortedList<AnyRow>>() };
		this.#tables.set(name, table);
		return table;
	}
}
