import { MAX_DETAIL_ROOTS } from '../protocol/index.ts';
import { splitKey, type Memory } from './memory.ts';
import { rowKey, type RowKey } from './records.ts';

interface Root {
	readonly table: string;
	readonly id: string;
}

/** Roots whose children are to be fetched: those on screen first, then those that an answer has marked. */
export class WantedRoots {
	readonly #memory: Memory;
	readonly #onScreen = new Map<RowKey, Root>();

	constructor(memory: Memory) {
		this.#memory = memory;
	}

	want(table: string, id: string): void {
		this.#onScreen.set(rowKey(table, id), { table, id });
	}

	/** At most as many as one request may name. */
	missing(): readonly Root[] {
		const { complete } = this.#memory;
		const onScreen = [...this.#onScreen.values()].filter(
			({ table, id }) => !this.#memory.isComplete(table, id) && this.#memory.rowHeld(table, id)
		);
		const roots = new Map(onScreen.map((root) => [rowKey(root.table, root.id), root]));
		for (const [key, record] of complete) {
			if (roots.size >= MAX_DETAIL_ROOTS) break;
			if ('missed' in record && !record.unwanted) roots.set(key, splitKey(key));
		}
		return [...roots.values()].slice(0, MAX_DETAIL_ROOTS);
	}

	/** They were answered, whatever came of it: a root that may not be seen is not asked for again. */
	asked(roots: readonly Root[]): void {
		for (const { table, id } of roots) this.#onScreen.delete(rowKey(table, id));
	}
}
