import { canonicalJson, type AnyRow } from '#domain/kernel/index.ts';
import {
	rowKey,
	WINDOW_SLOTS,
	type OverlayRecord,
	type ReplicaStorage
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

export class SavedWindows {
	readonly #storage: ReplicaStorage;
	readonly #slots = new Map<number, Slot>();
	readonly #saved = new Map<string, ListState>();

	constructor(storage: ReplicaStorage) {
		this.#storage = storage;
	}

	/** Reads all of them, their rows laid under what came since and under the person's own changes. */
	async load(): Promise<void> {
		await this.#storage.read(['window', 'meta', 'base', 'overlay'], async (tx) => {
			const exits = new Set(((await tx.get('meta', 'exits')) ?? []) as readonly string[]);
			const overlay = (await tx.getAll('overlay')).map(({ value }) => value as OverlayRecord);
			const writes = new Map(
				overlay.flatMap((record) => record.writes).map((w) => [rowKey(w.table, w.id), w.row])
			);
			for (const { key, value } of await tx.getAll('window')) {
				const saved = value as WindowRecord;
				const rows: AnyRow[] = [];
				for (const row of saved.rows) {
					const at = rowKey(saved.table, row.id);
					if (exits.has(at)) continue;
					const base = (await tx.get('base', at)) as { readonly row: AnyRow } | undefined;
					const over = writes.get(at);
					if (over !== null) rows.push(over ?? base?.row ?? row);
				}
				this.#slots.set(Number(key), saved);
				this.#saved.set(saved.name, { total: saved.total, revision: 0, first: rows });
			}
		});
	}

	get(watch: ListWatch): ListState | undefined {
		return this.#saved.get(nameOf(watch));
	}

	/** The rows must be those of revision `rev`: a row that left since then must not come back as a copy. */
	async save(watch: ListWatch, table: string, state: ListState, rev: number, now: number) {
		const name = nameOf(watch);
		const slot = this.#slotFor(name);
		const record: WindowRecord = {
			name,
			table,
			rows: state.first,
			total: state.total,
			usedAt: now
		};
		const written = await this.#storage.write(['meta', 'window'], async (tx) => {
			if (((await tx.get('meta', 'rev')) ?? 0) !== rev) return false;
			await tx.put('window', slot, record);
			return true;
		});
		if (written) this.#slots.set(slot, { name, usedAt: now });
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

function nameOf({ query, args }: ListWatch): string {
	return `${query} ${canonicalJson(args)}`;
}
