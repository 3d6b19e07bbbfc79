import {
	absent,
	notHere,
	type AnyRow,
	type ChildTable,
	type Found,
	type RowOf,
	type Table,
	type WriteTx
} from '#domain/kernel/index.ts';
import type { Holdings } from './holdings.ts';
import { rowKey, type OverlayWrite, type RowKey } from './records.ts';

/** Rows written by the mutations that stand before this one in the queue; the authority's rows lie under them. */
export type Layer = Map<RowKey, OverlayWrite>;

/** An insert met an id that is taken. A verdict, not a bug: caught by the runner. */
export class TakenId extends Error {}

/**
 * The view of one mutation: what the authority gave, under what the queue before it wrote, under its own writes. It
 * remembers every row that it looked at, so that a later change to one of them makes the mutation run again.
 */
export class ReplicaTx implements WriteTx {
	readonly #holdings: Holdings;
	readonly #layer: Layer;
	readonly reads = new Set<RowKey>();
	readonly writes: Layer = new Map();
	/** Some row or set was not here: what came of it is provisional. */
	doubtful = false;

	constructor(holdings: Holdings, layer: Layer) {
		this.#holdings = holdings;
		this.#layer = layer;
	}

	async get<T extends Table>(table: T, id: string): Promise<Found<RowOf<T>>> {
		const key = rowKey(table.name, id);
		this.reads.add(key);
		const found = this.#find(table, id);
		if (found === notHere) this.doubtful = true;
		return found as Found<RowOf<T>>;
	}

	async children<T extends ChildTable>(
		table: T,
		root: string
	): Promise<readonly RowOf<T>[] | typeof notHere> {
		this.reads.add(rowKey(table.of, root));
		const rows = this.#childRows(table, root);
		for (const row of rows) this.reads.add(rowKey(table.name, row.id));
		if (this.#isOwnNew(table.of, root) || this.#holdings.isComplete(table.of, root))
			return rows as unknown as readonly RowOf<T>[];
		this.doubtful = true;
		return notHere;
	}

	async insert<T extends Table>(table: T, row: RowOf<T>): Promise<void> {
		const key = rowKey(table.name, row.id);
		this.reads.add(key);
		if (this.#current(table.name, row.id)) throw new TakenId(key);
		this.#write(table, row as AnyRow, 'insert');
	}

	async update<T extends Table>(table: T, id: string, patch: Partial<RowOf<T>>): Promise<void> {
		const current = this.#current(table.name, id);
		if (!current) throw new Error(`${table.name}: update of a row that is not here`);
		const op = this.writes.get(rowKey(table.name, id))?.op === 'insert' ? 'insert' : 'update';
		this.#write(table, { ...current, ...patch }, op);
	}

	async remove<T extends ChildTable>(table: T, id: string): Promise<void> {
		const key = rowKey(table.name, id);
		this.writes.set(key, { table: table.name, id, row: null, op: 'remove' });
	}

	#write(table: Table, row: AnyRow, op: 'insert' | 'update'): void {
		this.writes.set(rowKey(table.name, row.id), { table: table.name, id: row.id, row, op });
	}

	#over(key: RowKey): OverlayWrite | undefined {
		return this.writes.get(key) ?? this.#layer.get(key);
	}

	#current(table: string, id: string): AnyRow | undefined {
		const over = this.#over(rowKey(table, id));
		return over ? (over.row ?? undefined) : this.#holdings.rowHeld(table, id);
	}

	#find(table: Table, id: string): Found<AnyRow> {
		const over = this.#over(rowKey(table.name, id));
		if (over) return over.row ?? absent;
		// A row that is not held may be out of scope or not fetched: a replica never answers `absent` on its own.
		return this.#holdings.rowHeld(table.name, id) ?? notHere;
	}

	#isOwnNew(table: string, id: string): boolean {
		return this.#over(rowKey(table, id))?.op === 'insert';
	}

	#childRows(table: ChildTable, root: string): readonly AnyRow[] {
		const rows = new Map<string, AnyRow>();
		for (const id of this.#holdings.heldChildren(table.name, root)) {
			const row = this.#holdings.rowHeld(table.name, id);
			if (row) rows.set(id, row);
		}
		for (const layer of [this.#layer, this.writes]) {
			for (const write of layer.values()) {
				if (write.table !== table.name) continue;
				if (write.row === null) rows.delete(write.id);
				else if (write.row.root === root) rows.set(write.id, write.row);
			}
		}
		return [...rows.values()];
	}
}
