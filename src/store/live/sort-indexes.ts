import type { AnyRow, Sort } from '#domain/kernel/index.ts';
import type { RowsSource } from './rows-source.ts';
import { SortedList, type RowChange } from './sorted-list.ts';

/** Orders over whole tables, made when first asked for and kept in step from then on. */
export class SortIndexes {
	readonly #source: RowsSource;
	readonly #byTable = new Map<string, Map<string, SortedList<AnyRow>>>();

	constructor(source: RowsSource) {
		this.#source = source;
	}

	get(table: string, sort: Sort<AnyRow>): SortedList<AnyRow> {
		const indexes = this.#byTable.get(table) ?? new Map<string, SortedList<AnyRow>>();
		this.#byTable.set(table, indexes);
		const known = indexes.get(sort.id);
		if (known) return known;
		const index = new SortedList<AnyRow>(sort);
		index.fill(this.#rows(table));
		indexes.set(sort.id, index);
		return index;
	}

	apply(table: string, changes: readonly RowChange<AnyRow>[]): void {
		for (const index of this.#byTable.get(table)?.values() ?? []) index.apply(changes);
	}

	*#rows(table: string): Iterable<AnyRow> {
		for (const id of this.#source.ids(table)) {
			const row = this.#source.row(table, id);
			if (row) yield row;
		}
	}
}
