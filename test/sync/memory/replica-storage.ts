import {
	StorageFull,
	StorageLost,
	type Key,
	type ReplicaStorage,
	type StorageRead,
	type StorageWrite,
	type StoreName
} from '#sync/replica/ports.ts';
import { clone } from './clone.ts';
import { TransactionQueue } from './transaction-queue.ts';

export interface ConnectionOptions {
	/** Awaited before every call of a port, so that a simulator can interleave and crash there. */
	readonly step?: (label: string) => Promise<void>;
	/** Asked before each record is written; true = the quota is exceeded. */
	readonly isFull?: () => boolean;
}

type Records = ReadonlyMap<StoreName, ReadonlyMap<Key, unknown>>;

/**
 * The memory model of a browser database: what is committed survives everything but `lose`. Each tab has a connection of
 * its own; transactions on overlapping stores wait for each other in the order in which they were opened, readers side by side.
 */
export class MemoryReplicaDisk {
	#records: Records = new Map();
	readonly #queue = new TransactionQueue<StoreName>();
	readonly #onCommit: () => void;

	constructor(onCommit: () => void = () => undefined) {
		this.#onCommit = onCommit;
	}

	get queue(): TransactionQueue<StoreName> {
		return this.#queue;
	}

	/** All that is durable; a value that never changes. */
	get records(): Records {
		return this.#records;
	}

	/** What lies in a store, in ascending order of key. */
	all(store: StoreName): readonly { readonly key: Key; readonly value: unknown }[] {
		return sorted(this.#records.get(store) ?? new Map());
	}

	connect(options: ConnectionOptions = {}): MemoryReplicaStorage {
		return new MemoryReplicaStorage(this, options);
	}

	commit(writes: ReadonlyMap<StoreName, ReadonlyMap<Key, unknown>>): void {
		const records = new Map(this.#records);
		for (const [store, changes] of writes) {
			const rows = new Map(records.get(store));
			for (const [key, value] of changes) {
				if (value === undefined) rows.delete(key);
				else rows.set(key, value);
			}
			records.set(store, rows);
		}
		this.#records = records;
		this.#onCommit();
	}

	/** The browser evicts everything. */
	lose(): void {
		this.#records = new Map();
	}
}

/** One tab's connection. */
export class MemoryReplicaStorage implements ReplicaStorage {
	readonly #disk: MemoryReplicaDisk;
	readonly #step: (label: string) => Promise<void>;
	readonly #isFull: () => boolean;
	readonly #open = new Set<() => void>();
	#isClosed = false;

	constructor(disk: MemoryReplicaDisk, { step, isFull }: ConnectionOptions) {
		this.#disk = disk;
		this.#step = step ?? (async () => undefined);
		this.#isFull = isFull ?? (() => false);
	}

	async read<T>(stores: readonly StoreName[], work: (tx: StorageRead) => Promise<T>): Promise<T> {
		return this.#transact(stores, 'read', (tx) => work(tx));
	}

	async write<T>(stores: readonly StoreName[], work: (tx: StorageWrite) => Promise<T>): Promise<T> {
		return this.#transact(stores, 'write', async (tx) => {
			const result = await work(tx);
			await this.#call('commit');
			this.#disk.commit(tx.writes);
			tx.end();
			// A crash from here on loses the answer, not the commit.
			await this.#call('committed');
			return result;
		});
	}

	/** The tab dies: what it had not committed never happened, and others need not wait for it. */
	crash(): void {
		this.#isClosed = true;
		for (const end of this.#open) end();
		this.#open.clear();
	}

	async #transact<T>(
		stores: readonly StoreName[],
		mode: 'read' | 'write',
		work: (tx: MemoryTransaction) => Promise<T>
	): Promise<T> {
		await this.#call(`${mode}.begin`);
		const { ready, end } = this.#disk.queue.open(stores, mode);
		this.#open.add(end);
		const finish = () => {
			end();
			this.#open.delete(end);
		};
		try {
			await ready;
			const step = (label: string) => this.#call(`${mode}.${label}`);
			return await work(new MemoryTransaction(this.#disk, stores, step, this.#isFull, finish));
		} finally {
			finish();
		}
	}

	async #call(label: string): Promise<void> {
		await this.#step(label);
		if (this.#isClosed) throw new StorageLost('closed');
	}
}

class MemoryTransaction implements StorageWrite {
	readonly writes = new Map<StoreName, Map<Key, unknown>>();
	readonly end: () => void;
	readonly #disk: MemoryReplicaDisk;
	readonly #stores: ReadonlySet<StoreName>;
	readonly #step: (label: string) => Promise<void>;
	readonly #isFull: () => boolean;

	constructor(
		disk: MemoryReplicaDisk,
		stores: readonly StoreName[],
		step: (label: string) => Promise<void>,
		isFull: () => boolean,
		end: () => void
	) {
		this.#disk = disk;
		this.#stores = new Set(stores);
		this.#step = step;
		this.#isFull = isFull;
		this.end = end;
	}

	async get(store: StoreName, key: Key): Promise<unknown> {
		await this.#in(store, 'get');
		const own = this.writes.get(store);
		return clone(own?.has(key) ? own.get(key) : this.#disk.records.get(store)?.get(key));
	}

	async getAll(store: StoreName, { from, to }: { readonly from?: Key; readonly to?: Key } = {}) {
		await this.#in(store, 'getAll');
		const isInRange = (key: Key) =>
			(from === undefined || compareKeys(key, from) >= 0) &&
			(to === undefined || compareKeys(key, to) <= 0);
		return sorted(this.#current(store), isInRange).map(({ key, value }) => ({
			key,
			value: clone(value)
		}));
	}

	async put(store: StoreName, key: Key, value: unknown): Promise<void> {
		const copy: unknown = clone(value);
		await this.#in(store, 'put');
		if (this.#isFull()) throw new StorageFull('quota');
		this.#buffer(store).set(key, copy);
	}

	async delete(store: StoreName, key: Key): Promise<void> {
		await this.#in(store, 'delete');
		this.#buffer(store).set(key, undefined);
	}

	async clear(store: StoreName): Promise<void> {
		await this.#in(store, 'clear');
		for (const key of this.#current(store).keys()) this.#buffer(store).set(key, undefined);
	}

	async #in(store: StoreName, label: string): Promise<void> {
		if (!this.#stores.has(store)) throw new Error(`${store} is not in this transaction`);
		await this.#step(label);
	}

	#buffer(store: StoreName): Map<Key, unknown> {
		const found = this.writes.get(store) ?? new Map<Key, unknown>();
		this.writes.set(store, found);
		return found;
	}

	#current(store: StoreName): ReadonlyMap<Key, unknown> {
		const stored = this.#disk.records.get(store) ?? new Map<Key, unknown>();
		const own = this.writes.get(store);
		if (!own) return stored;
		const rows = new Map(stored);
		for (const [key, value] of own) {
			if (value === undefined) rows.delete(key);
			else rows.set(key, value);
		}
		return rows;
	}
}

/** As IndexedDB orders them: numbers before texts. */
export function compareKeys(a: Key, b: Key): number {
	if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
	return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(rows: ReadonlyMap<Key, unknown>, isWanted: (key: Key) => boolean = () => true) {
	return [...rows]
		.filter(([key]) => isWanted(key))
		.map(([key, value]) => ({ key, value }))
		.sort((a, b) => compareKeys(a.key, b.key));
}
