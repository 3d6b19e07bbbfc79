import type { AnyRow, ChildTable, Registry, Table } from '#domain/kernel/index.ts';
import type { AuthorityTx, RowVersion, StoredRow } from './ports.ts';
import { rootTableOf } from './visibility.ts';

/** What a batch will do to one row; `row: null` = remove it. */
export interface Change {
	readonly row: AnyRow | null;
	readonly isNew: boolean;
}

export type Changes = Map<Table, Map<string, Change>>;

/** A row that was read: its version, or null where there was none. */
export type Reads = Map<Table, Map<string, RowVersion | null>>;

/**
 * What the mutations of one transaction share: the rows as first read (a row read twice is one read), the record of
 * those reads, and the writes of the mutations that were accepted so far. Nothing here takes a lock.
 */
export class Batch {
	readonly registry: Registry;
	readonly reads: Reads = new Map();
	readonly changes: Changes = new Map();
	/** Roots whose children were written. */
	readonly touched = new Map<Table, Set<string>>();
	/** Access rows that this transaction has locked already, and those it holds exclusively. */
	readonly lockedAccess: ReadonlySet<string>;
	readonly exclusiveAccess: ReadonlySet<string>;
	/**
	 * Whether the id of an insert is taken to be free without looking. Derived ids practically never meet a row, and the
	 * flush notices: the batch then runs again, and looks.
	 */
	readonly trustsInserts: boolean;
	/** First error of the store, which is never the mutation's fault, whatever the mutator made of it. */
	storeError: unknown;
	readonly #tx: AuthorityTx;
	readonly #rows = new Map<Table, Map<string, StoredRow | null>>();
	readonly #sets = new Map<Table, Map<string, readonly string[]>>();

	constructor(
		registry: Registry,
		tx: AuthorityTx,
		access: {
			readonly rows: ReadonlyMap<string, StoredRow>;
			readonly subjects: readonly string[];
			readonly exclusive: ReadonlySet<string>;
		},
		trustsInserts: boolean
	) {
		this.registry = registry;
		this.trustsInserts = trustsInserts;
		this.#tx = tx;
		this.lockedAccess = new Set(access.subjects);
		this.exclusiveAccess = access.exclusive;
		const rows = mapIn(this.#rows, registry.access.table);
		for (const subject of access.subjects) rows.set(subject, access.rows.get(subject) ?? null);
	}

	/** The row as the next mutation of the batch finds it, or undefined. */
	async current(table: Table, id: string): Promise<AnyRow | undefined> {
		const change = this.changes.get(table)?.get(id);
		if (change) return change.row ?? undefined;
		return (await this.stored(table, id))?.row;
	}

	/** The row as it was before the batch. */
	async stored(table: Table, id: string): Promise<StoredRow | null> {
		if (!this.isLoaded(table, id)) await this.load(table, [id]);
		const found = this.before(table, id);
		this.#recordRead(table, id, found);
		return found;
	}

	isLoaded(table: Table, id: string): boolean {
		return this.#rows.get(table)?.has(id) === true;
	}

	/** Reads rows without recording it: that comes with their use. */
	async load(table: Table, ids: readonly string[]): Promise<void> {
		const found = await this.#ask(this.#tx.rows(table, ids));
		const rows = mapIn(this.#rows, table);
		for (const id of ids) if (!rows.has(id)) rows.set(id, found.get(id) ?? null);
	}

	isSetLoaded(table: ChildTable, root: string): boolean {
		return this.#sets.get(table)?.has(root) === true;
	}

	/** Reads the children of roots that are loaded already. */
	async loadSets(table: ChildTable, roots: readonly string[]): Promise<void> {
		const found = await this.#ask(this.#tx.childrenOf(table, roots));
		const rows = mapIn(this.#rows, table);
		const sets = mapIn(this.#sets, table);
		for (const child of found) if (!rows.has(child.row.id)) rows.set(child.row.id, child);
		for (const root of roots) {
			const children = found.filter(({ row }) => row.root === root);
			if (!sets.has(root))
				sets.set(
					root,
					children.map(({ row }) => row.id)
				);
		}
	}

	/** Children of a root whose set is loaded, as they were before the batch. */
	setBefore(table: ChildTable, root: string): readonly AnyRow[] {
		const ids = this.#sets.get(table)?.get(root) ?? [];
		return ids.flatMap((id) => this.before(table, id)?.row ?? []);
	}

	/** Whether an insert meets nothing that is known, or, without trust, nothing at all. */
	async isFree(table: Table, id: string): Promise<boolean> {
		if (this.changes.get(table)?.has(id)) return false;
		if (this.trustsInserts && !this.isLoaded(table, id)) return true;
		return (await this.stored(table, id)) === null;
	}

	/** A row that the batch has read already, as it was before the batch. */
	before(table: Table, id: string): StoredRow | null {
		return this.#rows.get(table)?.get(id) ?? null;
	}

	/**
	 * Children of a root as the next mutation finds them. The root is read first: its `cv` tells at the pass whether the
	 * set has changed since.
	 */
	async childrenOf(table: ChildTable, root: string): Promise<readonly AnyRow[]> {
		await this.stored(rootTableOf(this.registry, table), root);
		if (!this.isSetLoaded(table, root)) await this.loadSets(table, [root]);
		const changes = this.changes.get(table) ?? new Map<string, Change>();
		const kept = this.setBefore(table, root).filter(({ id }) => !changes.has(id));
		const changed = [...changes.values()].map((change) => change.row);
		return [...kept, ...changed].filter((row): row is AnyRow => row?.root === root);
	}

	/** Takes over the writes of an accepted mutation. */
	accept(own: Changes): void {
		for (const [table, rows] of own) {
			const target = mapIn(this.changes, table);
			for (const [id, change] of rows) {
				if (table.kind === 'child') this.#touchRoot(table, id, change);
				// Made and removed within the batch: nobody ever saw it.
				if (change.row === null && change.isNew) target.delete(id);
				else target.set(id, change);
			}
		}
	}

	/** Whether a row of the access table may be written: its lock must have been exclusive from the start. */
	mayWriteAccess(table: Table, id: string): boolean {
		return table !== this.registry.access.table || this.exclusiveAccess.has(id);
	}

	#touchRoot(table: ChildTable, id: string, change: Change): void {
		const row = change.row ?? this.changes.get(table)?.get(id)?.row ?? this.before(table, id)?.row;
		const root = row?.root;
		if (root === undefined) return;
		const rootTable = rootTableOf(this.registry, table);
		const ids = this.touched.get(rootTable) ?? new Set();
		this.touched.set(rootTable, ids.add(root));
	}

	#recordRead(table: Table, id: string, found: StoredRow | null): void {
		if (table === this.registry.access.table && this.lockedAccess.has(id)) return;
		const reads = mapIn(this.reads, table);
		if (!reads.has(id)) reads.set(id, found && { v: found.v, cv: found.cv });
	}

	async #ask<T>(answer: Promise<T>): Promise<T> {
		try {
			return await answer;
		} catch (error) {
			this.storeError ??= error;
			throw error;
		}
	}
}

/** The inner map under `key`, made on first use. */
export function mapIn<Key, Inner, Value>(
	outer: Map<Key, Map<Inner, Value>>,
	key: Key
): Map<Inner, Value> {
	let inner = outer.get(key);
	if (!inner) outer.set(key, (inner = new Map()));
	return inner;
}
