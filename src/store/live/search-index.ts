import MiniSearch, { type SearchOptions } from 'minisearch';
import type { AnyRow, RootTable } from '#domain/kernel/index.ts';
import type { RowsSource } from './rows-source.ts';

/** Below this, what changed since is taken in before answering; above it the answer comes first. */
const AT_ONCE = 300;

interface Entry {
	readonly key: string;
	readonly row: AnyRow;
}

export interface RowRef {
	readonly table: string;
	readonly id: string;
}

export interface FoundRow {
	readonly table: string;
	readonly row: AnyRow;
}

export interface Found {
	/** Best first. */
	readonly rows: readonly FoundRow[];
	/** False while rows still wait to be read into the index. */
	readonly complete: boolean;
}

const separators = /[\s\p{P}\p{S}]+/u;
/**
 * A key as people type it, perhaps not to its end. Its series alone would find every row, so the words are the numbers,
 * and the series is compared afterwards.
 */
const keys = /(?<![\p{L}\p{N}])\p{L}{2,5}-\p{N}+/gu;

function wordsOf(text: string, field?: string): string[] {
	const plain = field === 'number' ? text.replace(/^.*-/, '') : text;
	return plain.split(separators).filter((word) => word !== '');
}

/** Beginnings that are shorter fit too many words, but the last one is still being typed; of a number they fit a tenth of all. */
const SHORT = 3;

const exact: SearchOptions = {
	combineWith: 'AND',
	prefix: (term, index, terms) =>
		term.length >= SHORT || (index === terms.length - 1 && !/^\p{N}+$/u.test(term)),
	weights: { prefix: 0.8, fuzzy: 0.3 },
	boost: { number: 4, title: 2, titles: 2, name: 2 }
};
/** A slip of the finger in a long word is forgiven, where nothing else is found: looking for it takes longer. */
const forgiving: SearchOptions = { ...exact, fuzzy: (term) => (term.length > 4 ? 0.2 : false) };

/**
 * Words of the rows that this person holds, by the fields that each table names for searching. Rows are taken in by
 * slices, so that the worker stays free to answer; a row that leaves is never found again, taken out or not.
 */
export class SearchIndex {
	readonly #source: RowsSource;
	readonly #fields: ReadonlyMap<string, readonly string[]>;
	readonly #words: MiniSearch<Entry>;
	/** Keys to be looked at: all of them at first, then those that changed. */
	readonly #pending = new Set<string>();

	constructor(tables: readonly RootTable[], source: RowsSource) {
		this.#source = source;
		this.#fields = new Map(tables.map((table) => [table.name, table.search]));
		this.#words = new MiniSearch<Entry>({
			idField: 'key',
			fields: [...new Set(tables.flatMap((table) => table.search))],
			extractField: (entry, field) => this.#textOf(entry, field),
			tokenize: wordsOf,
			searchOptions: { ...exact, tokenize: wordsOf }
		});
		for (const { name } of tables)
			for (const id of source.ids(name)) this.#pending.add(keyOf({ table: name, id }));
	}

	/** Rows that came, changed or left. */
	changed(table: string, ids: Iterable<string>): void {
		if (!this.#fields.has(table)) return;
		for (const id of ids) this.#pending.add(keyOf({ table, id }));
	}

	/** Takes in up to `count` rows; false when none is left. */
	work(count: number): boolean {
		let left = count;
		for (const key of this.#pending) {
			if (left-- === 0) break;
			this.#pending.delete(key);
			this.#take(key);
		}
		return this.#pending.size > 0;
	}

	/** The best rows, up to `size` of each table, that have all words, the last of them perhaps only begun. */
	find(text: string, tables: readonly string[], size: number): Found {
		if (this.#pending.size <= AT_ONCE) this.work(AT_ONCE);
		const rows = this.#best(text, exact, tables, size);
		const found = rows.length > 0 ? rows : this.#best(text, forgiving, tables, size);
		return { rows: found, complete: this.#pending.size === 0 };
	}

	#best(text: string, how: SearchOptions, tables: readonly string[], size: number) {
		const left = new Map(tables.map((table) => [table, size]));
		const wanted = (text.match(keys) ?? []).map((key) => key.toLowerCase());
		const fits = (row: AnyRow) =>
			wanted.every((key) => String(row['number']).toLowerCase().startsWith(key));
		const numbers = text.replace(keys, (key) => key.replace(/^.*-/, ''));
		const rows: FoundRow[] = [];
		for (const { id } of this.#words.search(numbers, how)) {
			const { table, id: rowId } = refOf(String(id));
			const room = left.get(table) ?? 0;
			const row = room > 0 ? this.#source.row(table, rowId) : undefined;
			if (!row || !fits(row)) continue;
			rows.push({ table, row });
			if (room > 1) left.set(table, room - 1);
			else left.delete(table);
			if (left.size === 0) break;
		}
		return rows;
	}

	#take(key: string): void {
		const { table, id } = refOf(key);
		const row = this.#source.row(table, id);
		const known = this.#words.has(key);
		if (row && known) this.#words.replace({ key, row });
		else if (row) this.#words.add({ key, row });
		else if (known) this.#words.discard(key);
	}

	#textOf({ key, row }: Entry, field: string): string {
		if (field === 'key') return key;
		if (!this.#fields.get(refOf(key).table)?.includes(field)) return '';
		return wordsIn(row[field]);
	}
}

/** All texts of a value, however deep they lie. */
function wordsIn(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null) return '';
	return Object.values(value).map(wordsIn).join(' ');
}

function keyOf({ table, id }: RowRef): string {
	return `${table}/${id}`;
}

function refOf(key: string): RowRef {
	const slash = key.indexOf('/');
	return { table: key.slice(0, slash), id: key.slice(slash + 1) };
}
