import type { AnyRow } from '#domain/kernel/index.ts';
import type { ListWatch } from '../live/live-lists.ts';
import type { RecordState, RecordWatch } from '../live/live-records.ts';
import type { SavedWindows } from './saved-windows.ts';
import type { TabUpdate } from './updates.ts';

export interface EarlyParts {
	readonly windows: SavedWindows;
	/** Name of the table of access rows. */
	readonly access: string;
	readonly tell: (update: TabUpdate) => void;
}

/**
 * What a page asks for before everything is read, answered from what was saved for the start: the first windows of
 * lists, and the own access row.
 */
export class EarlyViews {
	readonly lists = new Map<number, ListWatch>();
	/** Resolves when the first list that was asked for has been answered. */
	readonly told: Promise<void>;
	readonly #parts: EarlyParts;
	readonly #records = new Map<number, RecordWatch>();
	#ownRow: AnyRow | undefined;
	#onTold: () => void = () => undefined;

	constructor(parts: EarlyParts) {
		this.#parts = parts;
		this.told = new Promise((resolve) => (this.#onTold = resolve));
	}

	async start(): Promise<void> {
		this.#ownRow = await this.#parts.windows.ownRow();
		this.#tellOwnRow();
	}

	async openList(id: number, watch: ListWatch): Promise<void> {
		this.lists.set(id, watch);
		const saved = await this.#parts.windows.get(watch);
		if (saved && this.lists.has(id))
			this.#parts.tell({ lists: [{ id, ready: false, unsent: [], ...saved }] });
		this.#onTold();
	}

	openRecord(id: number, watch: RecordWatch): void {
		this.#records.set(id, watch);
		this.#tellOwnRow();
	}

	close(id: number): void {
		this.lists.delete(id);
		this.#records.delete(id);
	}

	/** Everything is read: nothing old is told any more. */
	end(): void {
		this.lists.clear();
		this.#records.clear();
	}

	#tellOwnRow(): void {
		const row = this.#ownRow;
		if (!row) return;
		const state: RecordState = { kind: 'row', row, sync: { kind: 'received' }, complete: false };
		const isOwn = (watch: RecordWatch) =>
			watch.kind === 'row' && watch.table === this.#parts.access && watch.id === row.id;
		const records = [...this.#records].filter(([, watch]) => isOwn(watch));
		if (records.length > 0) this.#parts.tell({ records: records.map(([id]) => ({ id, state })) });
	}
}
