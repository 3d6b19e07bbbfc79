import type { Registry } from '#domain/kernel/index.ts';
import type { RowChanges } from '#sync/replica/index.ts';
import type { RowsSource } from '../live/rows-source.ts';
import { SearchIndex, type Found, type FoundRow, type RowRef } from '../live/search-index.ts';

/** Rows of one slice: some ten milliseconds, in which no other question is answered. */
const SLICE = 250;
/** Between two slices everything else has its turn. */
const REST = 4;

export interface Asked {
	readonly text: string;
	/** Names of the tables to look in. */
	readonly tables: readonly string[];
	/** Most rows of each table. */
	readonly size: number;
}

interface SearchParts {
	readonly registry: Registry;
	readonly source: RowsSource;
	readonly ready: () => Promise<void>;
	readonly after: (ms: number, task: () => void) => () => void;
}

/** Search over what this person holds. The index is begun with the first question, and kept from then on. */
export class TabSearch {
	readonly #parts: SearchParts;
	#index: SearchIndex | undefined;
	#working = false;

	constructor(parts: SearchParts) {
		this.#parts = parts;
	}

	async find({ text, tables, size }: Asked): Promise<Found> {
		await this.#parts.ready();
		this.#index ??= this.#begun();
		return this.#index.find(text, tables, size);
	}

	/** The rows of these that this person holds, in the order asked for. */
	async lookUp(refs: readonly RowRef[]): Promise<readonly FoundRow[]> {
		await this.#parts.ready();
		return refs.flatMap(({ table, id }) => {
			const row = this.#parts.source.row(table, id);
			return row ? [{ table, row }] : [];
		});
	}

	changed(changes: RowChanges): void {
		if (!this.#index) return;
		for (const [table, ids] of changes) this.#index.changed(table, ids);
		this.#workSoon();
	}

	#begun(): SearchIndex {
		const roots = this.#parts.registry.tables.filter((table) => table.kind === 'root');
		const index = new SearchIndex(
			roots.filter(({ search }) => search.length > 0),
			this.#parts.source
		);
		this.#index = index;
		this.#workSoon();
		return index;
	}

	#workSoon(): void {
		if (this.#working) return;
		this.#working = true;
		this.#parts.after(REST, () => {
			this.#working = false;
			if (this.#index?.work(SLICE)) this.#workSoon();
		});
	}
}
