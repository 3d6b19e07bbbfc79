import type { DexieStorage } from '#store/dexie/replica-storage.ts';
import {
	StorageLost,
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

/** What the checks look into. */
const looked = ['meta', 'pages', 'base', 'complete', 'overlay', 'queue', 'outcome'] as const;

/** A browser's database under Dexie. What the checks look into is read back from it at the end of each write. */
export class DexieDisk implements SimDisk {
	readonly busy: Busy;
	readonly #device = new FakeDevice();
	readonly #onCommit: () => void;
	readonly #records = new Map<StoreName, Records>();

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

	/** What a transaction that is committed left in the stores that it wrote. */
	committed(written: ReadonlyMap<StoreName, Records>): void {
		for (const [store, records] of written) this.#records.set(store, records);
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
			const written = new Map<StoreName, Records>();
			const done = await this.#storage.write(stores, async (tx) => {
				const risky = new RiskyWrite(tx, () => this.#risk(), this.#options.isFull);
				const answer = await work(risky);
				for (const store of looked)
					if (risky.written.has(store)) written.set(store, await tx.getAll(store));
				return answer;
			});
			this.#disk.committed(written);
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
	readonly written = new Set<StoreName>();

	constructor(tx: StorageWrite, risk: () => void, isFull: () => boolean = () => false) {
		super(tx, risk);
		this.#tx = tx;
		this.#isFull = isFull;
	}

	async put(store: StoreName, key: Key, value: unknown): Promise<void> {
		this.risk();
		if (this.#isFull()) throw new DOMException('quota', 'QuotaExceededError');
		this.written.add(store);
		await this.#tx.put(store, key, value);
	}

	async delete(store: StoreName, key: Key): Promise<void> {
		this.risk();
		this.written.add(store);
		await this.#tx.delete(store, key);
	}

	async clear(store: StoreName): Promise<void> {
		this.risk();
		this.written.add(store);
		await this.#tx.clear(store);
	}
}
