import type { DexieStorage } from '#store/dexie/replica-storage.ts';
import {
	StorageLost,
	STORES,
	type Key,
	type ReplicaStorage,
	type StorageRead,
	type StorageWrite,
	type StoreName
} from '#sync/replica/ports.ts';
import { FakeDevice } from '#test/store/support/fake-device.ts';
import type { SimConnectionOptions, SimDisk } from '#test/sync/sim/adapters.ts';
import type { Busy } from './busy.ts';

type Records = readonly { readonly key: Key; readonly value: unknown }[];

/** A browser's database under Dexie. What is looked into is read back from it after each write. */
export class DexieDisk implements SimDisk {
	readonly busy: Busy;
	readonly #device = new FakeDevice();
	readonly #reader = this.#device.storage();
	readonly #onCommit: () => void;
	#records = new Map<StoreName, Records>();

	constructor(busy: Busy, onCommit: () => void) {
		this.busy = busy;
		this.#onCommit = onCommit;
	}

	all(store: StoreName): Records {
		return this.#records.get(store) ?? [];
	}

	connect(options: SimConnectionOptions): DexieConnection {
		return new DexieConnection(this, this.#device.storage(), options);
	}

	/** One transaction over all stores: what is looked at stood there at one moment. */
	async readBack(): Promise<void> {
		this.#records = await this.#reader.read(STORES, async (tx) => {
			const found = new Map<StoreName, Records>();
			for (const store of STORES) found.set(store, await tx.getAll(store));
			return found;
		});
		this.#onCommit();
	}
}

/**
 * One tab's connection. IndexedDB ends a transaction that waits for anything else, so others come between transactions
 * only; a tab may die, and the quota be exceeded, at every call.
 */
class DexieConnection implements ReplicaStorage {
	readonly #disk: DexieDisk;
	readonly #storage: DexieStorage;
	readonly #options: SimConnectionOptions;
	#isClosed = false;

	constructor(disk: DexieDisk, storage: DexieStorage, options: SimConnectionOptions) {
		this.#disk = disk;
		this.#storage = storage;
		this.#options = options;
	}

	async read<T>(stores: readonly StoreName[], work: (tx: StorageRead) => Promise<T>): Promise<T> {
		await this.#step('read.begin');
		return this.#disk.busy.track(() =>
			this.#storage.read(stores, (tx) => work(new RiskyRead(tx, () => this.#risk())))
		);
	}

	async write<T>(stores: readonly StoreName[], work: (tx: StorageWrite) => Promise<T>): Promise<T> {
		await this.#step('write.begin');
		const result = await this.#disk.busy.track(async () => {
			const done = await this.#storage.write(stores, (tx) =>
				work(new RiskyWrite(tx, () => this.#risk(), this.#options.isFull))
			);
			await this.#disk.readBack();
			return done;
		});
		// A crash from here on loses the answer, not the commit.
		await this.#step('committed');
		return result;
	}

	crash(): void {
		this.#isClosed = true;
	}

	#risk(): void {
		this.#options.risk();
		if (this.#isClosed) throw new StorageLost('closed');
	}

	async #step(label: string): Promise<void> {
		await this.#options.step?.(label);
		if (this.#isClosed) throw new StorageLost('closed');
	}
}

class RiskyRead implements StorageRead {
	protected readonly risk: () => void;
	readonly #tx: StorageRead;

	constructor(tx: StorageRead, risk: () => void) {
		this.#tx = tx;
		this.risk = risk;
	}

	async get(store: StoreName, key: Key): Promise<unknown> {
		this.risk();
		return this.#tx.get(store, key);
	}

	async getAll(store: StoreName, range?: { readonly from?: Key; readonly to?: Key }) {
		this.risk();
		return this.#tx.getAll(store, range);
	}
}

class RiskyWrite extends RiskyRead implements StorageWrite {
	readonly #tx: StorageWrite;
	readonly #isFull: () => boolean;

	constructor(tx: StorageWrite, risk: () => void, isFull: () => boolean = () => false) {
		super(tx, risk);
		this.#tx = tx;
		this.#isFull = isFull;
	}

	async put(store: StoreName, key: Key, value: unknown): Promise<void> {
		this.risk();
		if (this.#isFull()) throw new DOMException('quota', 'QuotaExceededError');
		await this.#tx.put(store, key, value);
	}

	async delete(store: StoreName, key: Key): Promise<void> {
		this.risk();
		await this.#tx.delete(store, key);
	}

	async clear(store: StoreName): Promise<void> {
		this.risk();
		await this.#tx.clear(store);
	}
}
