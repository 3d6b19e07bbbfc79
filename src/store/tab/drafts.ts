import type { ReplicaStorage } from '#sync/replica/index.ts';

/** Texts in the making, by key; they belong to this device and are never sent. */
export class Drafts {
	readonly #storage: ReplicaStorage;

	constructor(storage: ReplicaStorage) {
		this.#storage = storage;
	}

	get(key: string): Promise<unknown> {
		return this.#storage.read(['draft'], (tx) => tx.get('draft', key));
	}

	/** `undefined` removes it. */
	async put(key: string, value: unknown): Promise<void> {
		await this.#storage.write(['draft'], (tx) =>
			value === undefined ? tx.delete('draft', key) : tx.put('draft', key, value)
		);
	}
}
