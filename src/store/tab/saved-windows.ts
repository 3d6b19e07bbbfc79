import { canonicalJson, type AnyRow } from '#domain/kernel/index.ts';
import {
	OWN_ROW_SLOT,
	rowKey,
	WINDOW_SLOTS,
	type OverlayRecord,
	type ReplicaStorage,
	type StorageRead
} from '#sync/replica/index.ts';
import type { ListState, ListWatch } from '../live/live-lists.ts';

/** The first window of a list as it last stood, so that a cold start paints before the rest is loaded. */
interface WindowRecord {
	readonly name: string;
	readonly table: string;
	readonly rows: readonly AnyRow[];
	readonly total: number;
	readonly usedAt: number;
}

interface Slot {
	readonly name: string;
	readonly usedAt: number;
}

/** A list as it stands. */
interface SavedList {
	readonly watch: ListWatch;
	readonly table: string;
	readonly state: ListState;
}

interface OwnRow {
	readonly table: string;
	readonly row: AnyRow | undefined;
}

/** Name of the window that holds the own access row. */
const OWN = 'own';

export class SavedWindows {
	readonly #storage: ReplicaStorage;
	readonly #slots = new Map<number, Slot>();

	constructor(storage: ReplicaStorage) {
		this.#storage = storage;
	}

	async get(watch: ListWatch): Promise<ListState | undefined> {
		const found = await this.#find(nameOf(watch));
		return found && { total: found.total, revision: 0, first: found.rows };
	}

	async ownRow(): Promise<AnyRow | undefined> {
		return (await this.#find(OWN))?.rows[0];
	}

	/** The window's rows, laid under what came since and under the person's own changes. */
	#find(name: string): Promise<WindowRecord | undefined> {
		return this.#storage.read(['window', 'meta', 'base', 'overlay'], async (tx) => {
			const windows = await tx.getAll('window');
			for (const { key, value } of windows)
				if (key !== OWN_ROW_SLOT) this.#slots.set(Number(key), value as WindowRecord);
			const saved = windows.map(({ value }) => value as WindowRecord).find((w) => w.name === name);
			return saved && { ...saved, rows: await rowsNow(tx, saved) };
		});
	}

	/**
	 * Saves the windows of the lists that are open, and the own row. They must be those of revision `rev`: a row that left
	 * since then must not come back as a copy.
	 */
	async save(lists: readonly SavedList[], own: OwnRow, rev: number, now: number): Promise<void> {
		const records = new Map<number, WindowRecord>();
		for (const { watch, table, state } of lists) {
			const name = nameOf(watch);
			const slot = this.#slotFor(name);
			this.#slots.set(slot, { name, usedAt: now });
			records.set(slot, { name, table, rows: state.first, total: state.total, usedAt: now });
		}
		const { table, row } = own;
		if (row) records.set(OWN_ROW_SLOT, { name: OWN, table, rows: [row], total: 1, usedAt: now });
		await this.#storage.write(['meta', 'window'], async (tx) => {
			if (((await tx.get('meta', 'rev')) ?? 0) !== rev) return;
			await Promise.all([...records].map(([slot, record]) => tx.put('window', slot, record)));
		});
	}

	/** Its own slot, a free one, or the one that was not used for the longest time. */
	#slotFor(name: string): number {
		const own = [...this.#slots].find(([, slot]) => slot.name === name);
		if (own) return own[0];
		for (let slot = 0; slot < WINDOW_SLOTS; slot++) if (!this.#slots.has(slot)) return slot;
		const [oldest] = [...this.#slots].sort(([, a], [, b]) => a.usedAt - b.usedAt);
		return oldest?.[0] ?? 0;
	}
}

async function rowsNow(tx: StorageRead, { table, rows }: WindowRecord): Promise<AnyRow[]> {
	const left = ((await tx.get('meta', 'exits')) ?? []) as readonly (readonly [string, number])[];
	// One that came back since is missed until all is loaded; one that did not is never shown.
	const exits = new Set(left.map(([key]) => key));
	const overlay = (await tx.getAll('overlay')).map(({ value }) => value as OverlayRecord);
	const writes = new Map(
		overlay.flatMap((record) => record.writes).map((w) => [rowKey(w.table, w.id), w.row])
	);
	const kept = rows.filter((row) => !exits.has(rowKey(table, row.id)));
	const bases = await Promise.all(kept.map((row) => tx.get('base', rowKey(table, row.id))));
	return kept.flatMap((row, index) => {
		const base = bases[index] as { readonly row: AnyRow } | undefined;
		const over = writes.get(rowKey(table, row.id));
		return over === null ? [] : [over ?? base?.row ?? row];
	});
}

function nameOf({ query, args }: ListWatch): string {
	return `${query} ${canonicalJson(args)}`;
}
