import { tableNamed, type AnyRow, type Registry, type Table } from '#domain/kernel/index.ts';
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
	type PackRecord,
	type QueueRecord,
	type RowKey
} from './records.ts';

/** A row as the authority gave it: the newest of its copies. */
export interface Held {
	readonly table: string;
	readonly row: AnyRow;
	readonly v: number;
	readonly gen: number;
}

export type RowChanges = ReadonlyMap<string, ReadonlySet<string>>;

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
	readonly complete = new Map<RowKey, CompleteRecord>();
	readonly queue = new Map<number, QueueRecord>();
	readonly overlay = new Map<number, OverlayRecord>();
	readonly outcomes = new Map<string, OutcomeRecord>();
	/** Rows of a pack, to rewrite it without reading it again. */
	readonly packRows = new Map<number, readonly RowKey[]>();
	readonly #packs = new Map<number, PackRecord>();
	readonly #base = new Map<RowKey, BaseRecord>();
	readonly #children = new Map<string, Map<string, Set<string>>>();
	#overlaid = new Map<RowKey, OverlayWrite>();
	#overlaidChildren = new Map<RowKey, Set<string>>();
	/** Rows that left -> number of the first pack whose copy counts again. */
	#exits: ReadonlyMap<RowKey, number> = new Map();

	constructor(registry: Registry) {
		this.registry = registry;
		for (const table of registry.tables) {
			this.held.set(table.name, new Map());
			if (table.kind === 'child') this.#children.set(table.name, new Map());
		}
	}

	/** Takes changed records in; answers table -> ids of the rows whose visible state may have changed. */
	absorb(ops: readonly Op[]): RowChanges {
		const touched = new Set<RowKey>();
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
		for (const key of touched) this.#place(key);
		if (overlayChanged) this.#layOver(touched);
		return this.#byTable(touched);
	}

	/** The row as the person sees it; null = removed by an own unsent change; undefined = not here. */
	visible(table: string, id: string): AnyRow | null | undefined {
		const over = this.#overlaid.get(rowKey(table, id));
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

	find(key: RowKey): Held | undefined {
		const { table, id } = splitKey(key);
		return this.held.get(table)?.get(id);
	}

	/** Numbers of the packs that have a copy of the row, counting or not. */
	packsOf(key: RowKey): readonly number[] {
		return [...(this.#packsOf.get(key)?.keys() ?? [])];
	}

	pack(no: number): PackRecord | undefined {
		return this.#packs.get(no);
	}

	get packCount(): number {
		return this.#packs.size;
	}

	get baseCount(): number {
		return this.#base.size;
	}

	baseRecords(): ReadonlyMap<RowKey, BaseRecord> {
		return this.#base;
	}

	tableOf(name: string): Table | undefined {
		return tableNamed(this.registry, name);
	}

	#absorbMeta(op: Op, touched: Set<RowKey>): void {
		this.meta = { ...this.meta, [op.key]: op.value ?? emptyMeta[op.key as keyof Meta] };
		if (op.key !== 'exits') return;
		const exits = new Map(this.meta.exits);
		for (const key of [...exits.keys(), ...this.#exits.keys()]) touched.add(key);
		this.#exits = exits;
	}

	#absorbBase(key: RowKey, record: BaseRecord | undefined, touched: Set<RowKey>): void {
		setOrDelete(this.#base, key, record);
		touched.add(key);
	}

	#absorbPack(no: number, record: PackRecord | undefined, touched: Set<RowKey>): void {
		for (const key of this.packRows.get(no) ?? []) {
			this.#packsOf.get(key)?.delete(no);
			touched.add(key);
		}
		setOrDelete(this.#packs, no, record);
		const keys = record?.rows.map(({ table, row }) => rowKey(table, row.id));
		setOrDelete(this.packRows, no, keys);
		for (const [index, key] of (keys ?? []).entries()) {
			const places = this.#packsOf.get(key) ?? new Map<number, number>();
			places.set(no, index);
			this.#packsOf.set(key, places);
			touched.add(key);
		}
	}

	/** Where copies of a row lie: pack -> index in it. */
	readonly #packsOf = new Map<RowKey, Map<number, number>>();

	/** Picks the newest copy of a row and files it, or takes it out when none is left. */
	#place(key: RowKey): void {
		const { table, id } = splitKey(key);
		const rows = this.held.get(table);
		if (!rows) return;
		const places = this.#packsOf.get(key);
		if (places?.size === 0) this.#packsOf.delete(key);
		const best = this.#newestCopy(key, places);
		const before = rows.get(id);
		if (before?.row.root !== undefined) this.#children.get(table)?.get(before.row.root)?.delete(id);
		if (!best) {
			rows.delete(id);
			return;
		}
		rows.set(id, best);
		if (best.row.root !== undefined) addTo(this.#children.get(table), best.row.root, id);
	}

	#newestCopy(key: RowKey, places: ReadonlyMap<number, number> | undefined): Held | undefined {
		let best: BaseRecord | undefined = this.#base.get(key);
		const firstPack = this.#exits.get(key) ?? 0;
		for (const [no, index] of places ?? []) {
			if (no < firstPack) continue;
			const pack = this.#packs.get(no);
			const copy = pack?.rows[index];
			if (pack && copy && (!best || isNewer({ gen: pack.gen, v: copy.v }, best)))
				best = { ...copy, gen: pack.gen };
		}
		return best;
	}

	#layOver(touched: Set<RowKey>): void {
		for (const key of this.#overlaid.keys()) touched.add(key);
		this.#overlaid = new Map();
		this.#overlaidChildren = new Map();
		for (const [, record] of [...this.overlay].sort(([a], [b]) => a - b)) {
			for (const write of record.writes) {
				const key = rowKey(write.table, write.id);
				this.#overlaid.set(key, write);
				touched.add(key);
				if (write.row?.root !== undefined)
					addTo(this.#overlaidChildren, rowKey(write.table, write.row.root), write.id);
			}
		}
	}

	#byTable(keys: ReadonlySet<RowKey>): RowChanges {
		const changes = new Map<string, Set<string>>();
		for (const key of keys) {
			const { table, id } = splitKey(key);
			addTo(changes, table, id);
		}
		return changes;
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
