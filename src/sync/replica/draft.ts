import {
	childTablesOf,
	sameJson,
	type AnyRow,
	type Registry,
	type Table
} from '#domain/kernel/index.ts';
import { PAGE_ROWS } from '../protocol/index.ts';
import type { Holdings } from './holdings.ts';
import { withoutSeen } from './seen.ts';
import type { Memory } from './memory.ts';
import {
	blobCopyKey,
	metaOp,
	rowKey,
	type BaseRecord,
	type CompleteRecord,
	type Meta,
	type Op,
	type PackRecord,
	type RowKey
} from './records.ts';
import { RowMap } from './row-map.ts';

/** Packs that one transaction may rewrite; beyond it an exit list is obeyed until they are (SYNC.md section 5). */
export const PACKS_PER_REWRITE = 20;

/** Saved first windows of the views last opened. */
export const WINDOW_SLOTS = 8;
/** Beside them lies the person's own access row, without which no screen knows what it may show. */
export const OWN_ROW_SLOT = WINDOW_SLOTS;

/** A window is a copy like any other: when a row leaves, the saved windows go with it. */
const clearWindows: readonly Op[] = Array.from({ length: WINDOW_SLOTS + 1 }, (_, key) => ({
	store: 'window',
	key,
	value: undefined
}));

interface Pending extends BaseRecord {
	readonly place: 'base' | 'pack';
}

/**
 * What an answer is about to make of the device: changes over memory, none of them written yet. Mutations are rebased
 * on it, and `ops()` turns it into records, pages that a row left rewritten.
 */
export class Draft implements Holdings {
	readonly registry: Registry;
	readonly #memory: Memory;
	readonly #rows = new RowMap<Pending | null>();
	readonly #added = new Map<string, Set<string>>();
	readonly #complete = new Map<RowKey, CompleteRecord | null>();
	readonly #extra: Op[] = [];
	#meta: Partial<Meta> = {};
	#metaAfter: Meta;
	#anyExit = false;

	constructor(memory: Memory) {
		this.#memory = memory;
		this.#metaAfter = memory.meta;
		this.registry = memory.registry;
	}

	/** As it will be. */
	get meta(): Meta {
		return this.#metaAfter;
	}

	/** Rows that this draft puts or drops. */
	get changed(): ReadonlySet<RowKey> {
		return new Set(this.#rows.entries().map(([table, id]) => rowKey(table, id)));
	}

	find(
		table: string,
		id: string
	): { readonly row: AnyRow; readonly v: number; readonly gen: number } | undefined {
		const pending = this.#rows.get(table, id);
		return pending === undefined ? this.#memory.find(table, id) : (pending ?? undefined);
	}

	rowHeld(table: string, id: string): AnyRow | undefined {
		return this.find(table, id)?.row;
	}

	tableOf(name: string): Table | undefined {
		return this.#memory.tableOf(name);
	}

	heldChildren(table: string, root: string): ReadonlySet<string> {
		const ids = new Set([
			...this.#memory.heldChildren(table, root),
			...(this.#added.get(rowKey(table, root)) ?? [])
		]);
		for (const id of ids) if (this.#rows.get(table, id) === null) ids.delete(id);
		return ids;
	}

	isComplete(table: string, root: string): boolean {
		const record = this.completeness(rowKey(table, root));
		return record !== undefined && 'at' in record;
	}

	/** Ids of the roots of a table that memory holds (rows new in this draft were fitted when they were put). */
	rootIds(table: string): readonly string[] {
		return [...(this.#memory.held.get(table)?.keys() ?? [])];
	}

	/** Ids of a table that this draft puts or drops. */
	changedIds(table: string): readonly string[] {
		return [...this.#rows.of(table).keys()];
	}

	completeness(key: RowKey): CompleteRecord | undefined {
		const pending = this.#complete.get(key);
		return pending === undefined ? this.#memory.complete.get(key) : (pending ?? undefined);
	}

	setMeta(meta: Partial<Meta>): void {
		this.#meta = { ...this.#meta, ...meta };
		this.#metaAfter = { ...this.#memory.meta, ...this.#meta };
	}

	setComplete(key: RowKey, record: CompleteRecord | null): void {
		this.#complete.set(key, record);
	}

	/** A change to another store. */
	add(op: Op): void {
		this.#extra.push(op);
	}

	put(table: string, row: AnyRow, v: number, place: 'base' | 'pack'): void {
		this.#rows.set(table, row.id, { table, row, v, gen: this.meta.gen, place });
		if (row.root === undefined) return;
		const parent = rowKey(table, row.root);
		const ids = this.#added.get(parent) ?? new Set<string>();
		this.#added.set(parent, ids.add(row.id));
	}

	drop(table: string, id: string): void {
		if (this.find(table, id)) this.#anyExit = true;
		this.#rows.set(table, id, null);
	}

	/** A root leaves, and all that hangs on it. */
	dropRoot(table: string, id: string): void {
		this.drop(table, id);
		this.dropChildren(table, id, () => true);
		this.setComplete(rowKey(table, id), null);
	}

	dropChildren(
		table: string,
		root: string,
		which: (child: AnyRow, childTable: string) => boolean
	): void {
		for (const child of childTablesOf(this.registry, table)) {
			for (const id of this.heldChildren(child.name, root)) {
				const row = this.rowHeld(child.name, id);
				if (row && which(row, child.name)) this.drop(child.name, id);
			}
		}
	}

	/** The records that make it so. */
	ops(): readonly Op[] {
		return withoutSeen(this.#memory, this.#left(), [
			...this.#rowOps(),
			...(this.#anyExit ? clearWindows : []),
			...[...this.#complete].map(([key, value]): Op => ({
				store: 'complete',
				key,
				value: value ?? undefined
			})),
			...this.#extra,
			...(Object.entries(this.#meta) as [keyof Meta, never][])
				.filter(([key, value]) => !sameJson(value, this.#memory.meta[key]))
				.map(([key, value]) => metaOp(key, value))
		]);
	}

	#left(): ReadonlySet<RowKey> {
		const left = new Set<RowKey>();
		for (const [table, id, pending] of this.#rows.entries())
			if (pending === null) left.add(rowKey(table, id));
		return left;
	}

	#rowOps(): readonly Op[] {
		const ops: Op[] = [];
		const packed: Pending[] = [];
		const gone = new Map<RowKey, readonly number[]>();
		const base = this.#memory.baseRecords();
		for (const [table, id, pending] of this.#rows.entries()) {
			const key = rowKey(table, id);
			if (pending === null) {
				gone.set(key, this.#memory.packsOf(table, id));
				ops.push(...this.#blobCopies(table, id));
			}
			if (pending?.place === 'base') ops.push({ store: 'base', key, value: recordOf(pending) });
			else if (base.has(key)) ops.push({ store: 'base', key, value: undefined });
			if (pending?.place === 'pack') packed.push(pending);
		}
		return [...ops, ...this.#newPacks(packed), ...this.#leavePacks(gone)];
	}

	/** Copies of files go with the row through which they were read; own uploads stay. */
	#blobCopies(table: string, id: string): readonly Op[] {
		const held = this.#memory.find(table, id);
		const named = held && this.#memory.tableOf(held.table)?.blobs?.of(held.row);
		return (named ?? []).map(({ hash }) => ({
			store: 'blob',
			key: blobCopyKey(hash),
			value: undefined
		}));
	}

	#newPacks(rows: readonly Pending[]): readonly Op[] {
		const ops: Op[] = [];
		let no = this.meta.nextPack;
		for (let at = 0; at < rows.length; at += PAGE_ROWS) {
			const pack: PackRecord = {
				gen: this.meta.gen,
				rows: rows.slice(at, at + PAGE_ROWS).map(packedRow)
			};
			ops.push({ store: 'pages', key: no, value: pack });
			no += 1;
		}
		if (no !== this.meta.nextPack) this.setMeta({ nextPack: no });
		return ops;
	}

	/** `gone`: rows that left, each with the packs that have a copy of it. */
	#leavePacks(gone: ReadonlyMap<RowKey, readonly number[]>): readonly Op[] {
		const packs = new Set([...gone.values()].flat());
		if (packs.size <= PACKS_PER_REWRITE)
			return [...packs].map((no) => rewritePack(this.#memory, no, (key) => gone.has(key)));
		const exits = new Map(this.meta.exits);
		for (const [key, copies] of gone) if (copies.length > 0) exits.set(key, this.meta.nextPack);
		this.setMeta({ exits: [...exits] });
		return [];
	}
}

/** A pack without the rows that left; an empty pack goes altogether. */
export function rewritePack(memory: Memory, no: number, isGone: (key: RowKey) => boolean): Op {
	const pack = memory.packs().get(no);
	const rows = pack?.rows.filter(({ table, row }) => !isGone(rowKey(table, row.id))) ?? [];
	return {
		store: 'pages',
		key: no,
		value: pack && rows.length > 0 ? { ...pack, rows } : undefined
	};
}

function recordOf({ table, row, v, gen }: Pending): BaseRecord {
	return { table, row, v, gen };
}

function packedRow({ table, row, v }: Pending): PackRecord['rows'][number] {
	return { table, row, v };
}
