import { sameJson, type AnyRow } from '#domain/kernel/index.ts';
import type { Memory } from '#sync/replica/index.ts';
import { rowStateOf, unsentIds, type RowState } from './row-marks.ts';

export interface ChildrenState {
	readonly rows: readonly AnyRow[];
	readonly complete: boolean;
	readonly unsent: readonly string[];
}

export type RecordWatch =
	| { readonly kind: 'row'; readonly table: string; readonly id: string }
	| { readonly kind: 'children'; readonly table: string; readonly root: string };

export type RecordState =
	({ readonly kind: 'row' } & RowState) | ({ readonly kind: 'children' } & ChildrenState);

/**
 * Single records and their children on screen. There are few of them, so after each commit all are looked at anew and
 * only those that came out differently are told.
 */
export class LiveRecords {
	readonly #memory: Memory;
	readonly #open = new Map<number, { readonly watch: RecordWatch; told?: RecordState }>();

	constructor(memory: Memory) {
		this.#memory = memory;
	}

	open(id: number, watch: RecordWatch): void {
		this.#open.set(id, { watch });
	}

	close(id: number): void {
		this.#open.delete(id);
	}

	watches(): readonly RecordWatch[] {
		return [...this.#open.values()].map(({ watch }) => watch);
	}

	/** Is this root, or what hangs on it, on screen? */
	shows(table: string, id: string): boolean {
		return this.watches().some((watch) => {
			if (watch.kind === 'row') return watch.table === table && watch.id === id;
			const child = this.#memory.tableOf(watch.table);
			return child?.kind === 'child' && child.of === table && watch.root === id;
		});
	}

	/** The records that came out differently since the last call. */
	take(): ReadonlyMap<number, RecordState> {
		const states = new Map<number, RecordState>();
		for (const [id, open] of this.#open) {
			const state = this.#stateOf(open.watch);
			if (open.told && sameState(open.told, state)) continue;
			open.told = state;
			states.set(id, state);
		}
		return states;
	}

	#stateOf(watch: RecordWatch): RecordState {
		if (watch.kind === 'row')
			return { kind: 'row', ...rowStateOf(this.#memory, watch.table, watch.id) };
		const table = this.#memory.tableOf(watch.table);
		const root =
			table?.kind === 'child' ? rowStateOf(this.#memory, table.of, watch.root) : undefined;
		const rows = this.#memory.visibleChildren(watch.table, watch.root);
		const unsent = new Set(unsentIds(this.#memory, watch.table));
		return {
			kind: 'children',
			rows: [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)),
			complete: root?.complete ?? false,
			unsent: rows.filter((row) => unsent.has(row.id)).map((row) => row.id)
		};
	}
}

/** Rows are replaced and never changed in place, so the same object is the same content. */
function sameState(a: RecordState, b: RecordState): boolean {
	if (a.kind === 'row' && b.kind === 'row')
		return a.row === b.row && a.complete === b.complete && sameJson(a.sync, b.sync);
	if (a.kind === 'row' || b.kind === 'row') return false;
	return (
		a.complete === b.complete &&
		a.rows.length === b.rows.length &&
		a.rows.every((row, index) => row === b.rows[index]) &&
		sameJson(a.unsent, b.unsent)
	);
}
