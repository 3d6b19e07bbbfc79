import { sameJson, type Registry } from '#domain/kernel/index.ts';
import type { Memory, RowChanges } from '#sync/replica/index.ts';
import { LiveLists, type ListState, type ListWatch } from './live-lists.ts';
import { LiveRecords, type RecordState, type RecordWatch } from './live-records.ts';
import type { RowsSource } from './rows-source.ts';
import { unsentIds } from './row-marks.ts';
import type { RowChange } from './sort-indexes.ts';

export interface ListView extends ListState {
	readonly unsent: readonly string[];
}

/**
 * Everything that one tab has on screen, over the replica's memory: lists and single records, each told only when it
 * came out differently.
 */
export class TabViews {
	readonly lists: LiveLists;
	readonly records: LiveRecords;
	readonly source: RowsSource;
	readonly #memory: Memory;
	readonly #subject: string;
	readonly #registry: Registry;
	readonly #unsent = new Map<string, readonly string[]>();

	constructor(registry: Registry, memory: Memory, subject: string) {
		this.#registry = registry;
		this.#memory = memory;
		this.#subject = subject;
		this.source = {
			row: (table, id) => memory.visible(table, id) ?? undefined,
			ids: (table) => visibleIds(memory, table)
		};
		this.lists = new LiveLists(registry, this.source);
		this.records = new LiveRecords(memory);
	}

	openList(id: number, watch: ListWatch): void {
		this.#setActor();
		this.lists.open(id, watch);
	}

	openRecord(id: number, watch: RecordWatch): void {
		this.records.open(id, watch);
	}

	close(id: number): void {
		this.lists.close(id);
		this.records.close(id);
	}

	/** Rows whose visible state may have changed. */
	changed(changes: RowChanges): void {
		if (changes.has(this.#registry.access.table.name)) this.#setActor();
		for (const [table, ids] of changes) {
			const rows = [...ids].map((id): RowChange => [
				id,
				this.#memory.visible(table, id) ?? undefined
			]);
			this.lists.apply(table, rows);
		}
	}

	/** Lists and records that changed since the last call. */
	take(): {
		readonly lists: ReadonlyMap<number, ListView>;
		readonly records: ReadonlyMap<number, RecordState>;
	} {
		this.#lookAtMarks();
		const lists = new Map<number, ListView>();
		for (const [id, state] of this.lists.take()) {
			const unsent = this.#unsent.get(this.lists.tableOf(id) ?? '') ?? [];
			lists.set(id, { ...state, unsent });
		}
		return { lists, records: this.records.take() };
	}

	/** A reply may take the mark from a row without touching the row. */
	#lookAtMarks(): void {
		for (const table of this.lists.tables()) {
			const unsent = unsentIds(this.#memory, table);
			if (sameJson(this.#unsent.get(table) ?? [], unsent)) continue;
			this.#unsent.set(table, unsent);
			this.lists.touch(table);
		}
	}

	#setActor(): void {
		const { access } = this.#registry;
		const row = this.#memory.visible(access.table.name, this.#subject);
		this.lists.setActor(row ? access.actorOf(row) : undefined);
	}
}

function* visibleIds(memory: Memory, table: string): Iterable<string> {
	const held = memory.held.get(table);
	yield* held?.keys() ?? [];
	for (const id of memory.overlaidIds(table)) if (!held?.has(id)) yield id;
}
