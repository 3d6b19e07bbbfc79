import { type AnyRow, type Registry, type Table } from '#domain/kernel/index.ts';
import type { Holdings } from './holdings.ts';
import type { Op } from './records.ts';
import {
	emptyMeta,
	rowKey,
	type BaseRecord,
	type CompleteRecord,
	type Meta,
	type OutcomeRecord,
	type OverlayRecord,
	type OverlayWrite,
	type PackedRow,
	type PackRecord,
	type QueueRecord,
	type RowKey
} from './records.ts';
import { RowMap } from './row-map.ts';

/** A row as the authority gave it: the newest of its copies. */
export interface Held {
	readonly table: string;
	readonly row: AnyRow;
	readonly v: number;
	readonly gen: number;
}

/** Table -> ids of rows. */
export type RowChanges = ReadonlyMap<string, ReadonlySet<string>>;
type Touched = Map<string, Set<string>>;

/** True when a copy (gen, v) is newer than another: a row of an earlier history is older than any. */
export function isNewer(a: { gen: number; v: number }, b: { gen: number; v: number }): boolean {
	return a.gen !== b.gen ? a.gen > b.gen : a.v > b.v;
}

/**
 * The records of the device, indexed. `absorb` is the only way in; it answers which visible rows changed. Nothing here
 * decides anything.
 */
export class Memory implements Holdings {
	readonly registry: Registry;
	meta: Meta = emptyMeta;
	readonly held = new Map<string, Map<string, Held>>();
	readonly #tables: ReadonlyMap<string, Table>;
	readonly complete = new Map<RowKey, CompleteRecord>();
	readonly queue = new Map<number, QueueRecord>();
	readonly overlay = new Map<number, OverlayRecord>();
	readonly outcomes = new Map<string, OutcomeRecord>();
	readonly #packs = new Map<number, PackRecord>();
	/** Packs in which copies of a row lie; nearly always one. */
	readonly #packsOf = new RowMap<number | readonly number[]>();
	readonly #base = new Map<RowKey, BaseRecord>();
	readonly #children = new Map<string, Map<string, Set<string>>>();
	#overlaid = new Map<RowKey, OverlayWrite>();
	#overlaidChildren = new Map<RowKey, Set<string>>();
	/** Rows that left -> number of the first pack whose copy counts again. */
	#exits: ReadonlyMap<RowKey, number> = new Map();

	constructor(registry: Registry) {
		this.registry = registry;
		this.#tables = new Map(registry.tables.map((table) => [table.name, table]));
		for (const table of registry.tables) {
			this.held.set(table.name, new Map());
			if (table.kind === 'child') this.#children.set(table.name, new Map());
		}
	}

	/** Takes changed records in; answers table -> ids of the rows whose visible state may have changed. */
	absorb(ops: readonly Op[]): RowChanges {
		const touched: Touched = new Map();
		let overlayChanged = false;
		for (const op of ops) {
			if (op.store === 'meta') this.#absorbMeta(op, touched);
			else if (op.store === 'base')
				this.#absorbBase(String(op.key), op.value as BaseRecord | undefined, touched);
			else if (op.store === 'pages')
				this.#absorbPack(Number(op.key), op.value as PackRecord | undefined, touched);
			else if (op.store === 'complete')
				setOrDelete(this.complete, String(op.key), op.value as CompleteRecord | undefined);
			else if (op.store === 'queue')
				setOrDelete(this.queue, Number(op.key), op.value as QueueRecord | undefined);
			else if (op.store === 'outcome')
				setOrDelete(this.outcomes, String(op.key), op.value as OutcomeRecord | undefined);
			else if (op.store === 'overlay') {
				overlayChanged = true;
				setOrDelete(this.overlay, Number(op.key), op.value as OverlayRecord | undefined);
			}
		}
		if (overlayChanged) this.#layOver(touched);
		return touched;
	}

	/** The row as the person sees it; null = removed by an own unsent change; undefined = not here. */
	visible(table: string, id: string): AnyRow | null | undefined {
		const over = this.#overlaid.size > 0 ? this.#overlaid.get(rowKey(table, id)) : undefined;
		return over ? over.row : this.held.get(table)?.get(id)?.row;
	}

	overlaid(key: RowKey): OverlayWrite | undefined {
		return this.#overlaid.get(key);
	}

	rowHeld(table: string, id: string): AnyRow | undefined {
		return this.held.get(table)?.get(id)?.row;
	}

	/** Ids of a root's children that the authority gave. */
	heldChildren(table: string, root: string): ReadonlySet<string> {
		return this.#children.get(table)?.get(root) ?? noIds;
	}

	/** Children of a root as the person sees them. */
	visibleChildren(table: string, root: string): readonly AnyRow[] {
		const ids = new Set([
			...this.heldChildren(table, root),
			...(this.#overlaidChildren.get(rowKey(table, root)) ?? [])
		]);
		return [...ids]
			.map((id) => this.visible(table, id))
			.filter((row): row is AnyRow => row !== null && row !== undefined);
	}

	/** Own, unsent rows of a table that the authority has not given yet. */
	overlaidIds(table: string): readonly string[] {
		return [...this.#overlaid.values()]
			.filter((write) => write.table === table)
			.map((write) => write.id);
	}

	isComplete(table: string, root: string): boolean {
		const record = this.complete.get(rowKey(table, root));
		return record !== undefined && 'at' in record;
	}

	/** The queue in order of id. */
	queued(): readonly (readonly [number, QueueRecord])[] {
		return [...this.queue].sort(([a], [b]) => a - b);
	}

	find(table: string, id: string): Held | undefined {
		return this.held.get(table)?.get(id);
	}

	/** Numbers of the packs that have a copy of the row, counting or not. */
	packsOf(table: string, id: string): readonly number[] {
		const packs = this.#packsOf.get(table, id) ?? [];
		return typeof packs === 'number' ? [packs] : packs;
	}

	packs(): ReadonlyMap<number, PackRecord> {
		return this.#packs;
	}

	baseRecords(): ReadonlyMap<RowKey, BaseRecord> {
		return this.#base;
	}

	tableOf(name: string): Table | undefined {
		return this.#tables.get(name);
	}

	#absorbMeta(op: Op, touched: Touched): void {
		this.meta = { ...this.meta, [op.key]: op.value ?? emptyMeta[op.key as keyof Meta] };
		if (op.key !== 'exits') return;
		const exits = new Map(this.meta.exits);
		const keys = new Set([...exits.keys(), ...this.#exits.keys()]);
		this.#exits = exits;
		for (const key of keys) {
			const { table, id } = splitKey(key);
			this.#place(table, id, touched);
		}
	}

	#absorbBase(key: RowKey, record: BaseRecord | undefined, touched: Touched): void {
		setOrDelete(this.#base, key, record);
		const { table, id } = splitKey(key);
		this.#place(table, id, touched);
	}

	#absorbPack(no: number, record: PackRecord | undefined, touched: Touched): void {
		const before = this.#packs.get(no);
		setOrDelete(this.#packs, no, record);
		for (const { table, row } of before?.rows ?? []) this.#leavePack(table, row.id, no);
		for (const { table, row } of record?.rows ?? []) this.#joinPack(table, row.id, no);
		for (const { table, row } of before?.rows ?? []) this.#place(table, row.id, touched);
		for (const copy of record?.rows ?? []) this.#placeCopy(no, copy, record?.gen ?? 0, touched);
	}

	#joinPack(table: string, id: string, no: number): void {
		const others = this.packsOf(table, id);
		this.#packsOf.set(table, id, others.length === 0 ? no : [...others, no]);
	}

	#leavePack(table: string, id: string, no: number): void {
		const others = this.packsOf(table, id).filter((other) => other !== no);
		if (others.length === 0) this.#packsOf.delete(table, id);
		else this.#packsOf.set(table, id, others);
	}

	/** The usual case of `#place`: the copy at hand is the only one. */
	#placeCopy(no: number, copy: PackedRow, gen: number, touched: Touched): void {
		const { table, row } = copy;
		const isOnly = this.#packsOf.get(table, row.id) === no;
		if (isOnly && this.#exits.size === 0 && !this.#base.has(rowKey(table, row.id)))
			this.#file(table, row.id, { ...copy, gen }, touched);
		else this.#place(table, row.id, touched);
	}

	/** Picks the newest copy of a row and files it, or takes it out when none is left. */
	#place(table: string, id: string, touched: Touched): void {
		this.#file(table, id, this.#newestCopy(table, id), touched);
	}

	#file(table: string, id: string, best: Held | undefined, touched: Touched): void {
		const rows = this.held.get(table);
		if (!rows) return;
		addTo(touched, table, id);
		const root = rows.get(id)?.row.root;
		if (root !== undefined) this.#children.get(table)?.get(root)?.delete(id);
		if (!best) {
			rows.delete(id);
			return;
		}
		rows.set(id, best);
		if (best.row.root !== undefined) addTo(this.#children.get(table), best.row.root, id);
	}

	#newestCopy(table: string, id: string): Held | undefined {
		const key = rowKey(table, id);
		let best: BaseRecord | undefined = this.#base.get(key);
		const firstPack = this.#exits.get(key) ?? 0;
		for (const no of this.packsOf(table, id)) {
			if (no < firstPack) continue;
			const pack = this.#packs.get(no);
			const copy = pack?.rows.find(({ row, table: of }) => row.id === id && of === table);
			if (pack && copy && (!best || isNewer({ gen: pack.gen, v: copy.v }, best)))
				best = { ...copy, gen: pack.gen };
		}
		return best;
	}

	#layOver(touched: Touched): void {
		for (const { table, id } of this.#overlaid.values()) addTo(touched, table, id);
		this.#overlaid = new Map();
		this.#overlaidChildren = new Map();
		for (const [, record] of [...this.overlay].sort(([a], [b]) => a - b)) {
			for (const write of record.writes) {
				this.#overlaid.set(rowKey(write.table, write.id), write);
				addTo(touched, write.table, write.id);
				if (write.row?.root !== undefined)
					addTo(this.#overlaidChildren, rowKey(write.table, write.row.root), write.id);
			}
		}
	}
}

const noIds: ReadonlySet<string> = new Set();

export function splitKey(key: RowKey): { readonly table: string; readonly id: string } {
	const slash = key.indexOf('/');
	return { table: key.slice(0, slash), id: key.slice(slash + 1) };
}

function setOrDelete<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
	if (value === undefined) map.delete(key);
	else map.set(key, value);
}

function addTo<K>(map: Map<K, Set<string>> | undefined, key: K, id: string): void {
	if (!map) return;
	const ids = map.get(key);
	if (ids) ids.add(id);
	else map.set(key, new Set([id]));
}
