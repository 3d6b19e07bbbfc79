import { withChanges, type Changes } from '#store/index.ts';

/** What a worker tells in differences, kept whole on the page. */
export class KeptItems<K, T> {
	#items: ReadonlyMap<K, T> = new Map();

	/** Answers all of them as they are now. */
	take(changes: Changes<K, T>): readonly T[] {
		this.#items = withChanges(this.#items, changes);
		return [...this.#items.values()];
	}

	clear(): void {
		this.#items = new Map();
	}
}
