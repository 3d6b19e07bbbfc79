import * as v from 'valibot';
import {
	absent,
	rejected,
	type AnyRow,
	type Audience,
	type ChildTable,
	type Found,
	type RowOf,
	type Table,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { mapIn, type Batch, type Change, type Changes } from './batch.ts';
import { rootTableOf, type Viewer } from './visibility.ts';

/**
 * What one mutation sees and writes, over the batch that it runs in.
 *
 * A mutation must not become an oracle: with a guessed id it could otherwise ask "does this row exist, is it closed?"
 * and read the answer from its verdict. So a row that the actor may not see is answered like a row that does not exist.
 * It is still recorded as read, since the answer depended on it. What the mutation itself wrote is its own input and
 * stays readable to it.
 */
export class MutationTx implements WriteTx {
	readonly own: Changes = new Map();
	/** A verdict that stands whatever the mutator answers. */
	forced: Verdict | undefined;
	readonly #batch: Batch;
	readonly #viewer: Viewer;
	readonly #seen = new Map<Table, Map<string, true>>();

	constructor(batch: Batch, viewer: Viewer) {
		this.#batch = batch;
		this.#viewer = viewer;
	}

	async get<T extends Table>(table: T, id: string): Promise<Found<RowOf<T>>> {
		const written = this.own.get(table)?.get(id);
		if (written) return written.row ? (written.row as RowOf<T>) : absent;
		const row = await this.#batch.current(table, id);
		if (!row || !(await this.#sees(table, row))) return absent;
		mapIn(this.#seen, table).set(id, true);
		return row as RowOf<T>;
	}

	async children<T extends ChildTable>(table: T, root: string): Promise<readonly RowOf<T>[]> {
		const readable = await this.#audiences(table, root);
		const own = this.own.get(table) ?? new Map<string, Change>();
		const rows: AnyRow[] = [];
		for (const row of await this.#batch.childrenOf(table, root)) {
			if (!own.has(row.id) && readable.has(table.audience(row))) rows.push(row);
		}
		for (const change of own.values()) if (change.row?.root === root) rows.push(change.row);
		for (const row of rows) mapIn(this.#seen, table).set(row.id, true);
		return rows.sort((a, b) => (a.id < b.id ? -1 : 1)) as unknown as readonly RowOf<T>[];
	}

	async insert<T extends Table>(table: T, row: RowOf<T>): Promise<void> {
		const valid = checked(table, row);
		const isOwn = this.own.get(table)?.has(valid.id) === true;
		if (isOwn || !(await this.#batch.isFree(table, valid.id))) this.forced ??= rejected('id_taken');
		else if (table.kind === 'child' && !(await this.#hasRoot(table, valid))) {
			this.forced ??= rejected('not_found', 'root');
		} else {
			mapIn(this.own, table as Table).set(valid.id, { row: valid, isNew: true });
			mapIn(this.#seen, table as Table).set(valid.id, true);
		}
	}

	async update<T extends Table>(table: T, id: string, patch: Partial<RowOf<T>>): Promise<void> {
		const { row, isNew } = await this.#toChange(table, id);
		const next = checked(table, { ...row, ...patch });
		if (next.id !== id || next.root !== row.root)
			throw new Error(`${table.name}: id or root changed`);
		if (table.kind === 'child' && table.audience(next) !== table.audience(row)) {
			throw new Error(`${table.name}: a child never changes its audience`);
		}
		mapIn(this.own, table as Table).set(id, { row: next, isNew });
	}

	async remove<T extends ChildTable>(table: T, id: string): Promise<void> {
		const { isNew } = await this.#toChange(table, id);
		mapIn(this.own, table as Table).set(id, { row: null, isNew });
	}

	async #toChange(table: Table, id: string): Promise<{ row: AnyRow; isNew: boolean }> {
		if (!this.#seen.get(table)?.has(id)) throw new Error(`${table.name}: written without reading`);
		const change = this.own.get(table)?.get(id) ?? this.#batch.changes.get(table)?.get(id);
		const row = change ? change.row : (await this.#batch.stored(table, id))?.row;
		if (!row) throw new Error(`${table.name}: written after its removal`);
		const isNew = change?.isNew ?? false;
		this.#checkAccessLock(table, row, isNew);
		return { row, isNew };
	}

	/** Raising a shared lock on an access row would deadlock two devices of one person. */
	#checkAccessLock(table: Table, row: AnyRow, isNew: boolean): void {
		const id = table.kind === 'child' ? row.root : isNew ? undefined : row.id;
		const locked = table.kind === 'child' ? rootTableOf(this.#batch.registry, table) : table;
		if (id === undefined || this.#batch.mayWriteAccess(locked, id)) return;
		const isOwnRoot =
			this.own.get(locked)?.get(id)?.isNew ?? this.#batch.changes.get(locked)?.get(id)?.isNew;
		if (!isOwnRoot)
			throw new Error(`${table.name}: access.touchedBy does not name the row written`);
	}

	async #sees(table: Table, row: AnyRow): Promise<boolean> {
		if (table.kind === 'root') return this.#viewer.seesRoot(table, row);
		return (await this.#audiences(table, row.root as string)).has(table.audience(row));
	}

	/** Judged by the root as the mutation found it, so that moving it does not blind the mutation half-way. */
	async #audiences(table: ChildTable, root: string): Promise<ReadonlySet<Audience>> {
		const rootTable = rootTableOf(this.#batch.registry, table);
		const row = await this.#batch.current(rootTable, root);
		return row ? this.#viewer.audiencesOf(rootTable, row) : new Set();
	}

	async #hasRoot(table: ChildTable, row: AnyRow): Promise<boolean> {
		const rootTable = rootTableOf(this.#batch.registry, table);
		const root = row.root as string;
		this.#checkAccessLock(table, row, true);
		if (this.own.get(rootTable)?.has(root)) return true;
		const found = await this.#batch.current(rootTable, root);
		return found !== undefined && this.#viewer.seesRoot(rootTable, found);
	}
}

/** A mutator that makes an invalid row is a bug, not a person's error. */
function checked(table: Table, row: unknown): AnyRow {
	const result = v.safeParse(table.schema, row);
	if (!result.success) {
		const issue = result.issues[0];
		throw new Error(`${table.name}.${v.getDotPath(issue) ?? ''}: ${issue.message}`);
	}
	return Object.freeze(result.output);
}
