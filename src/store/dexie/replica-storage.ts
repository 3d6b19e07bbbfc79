import type { Dexie, Transaction } from 'dexie';
import type {
	Key,
	ReplicaStorage,
	StorageRead,
	StorageWrite,
	StoreName
} from '#sync/replica/index.ts';
import { StorageLost } from '#sync/replica/index.ts';
import { decodeRecord, encodeRecord } from './codec.ts';
import { storageErrorOf } from './storage-errors.ts';

/**
 * The replica's stores in IndexedDB. Each call is one transaction, awaited to its end: when the quota is exceeded,
 * Chrome reports it nowhere but in the abort.
 *
 * Tables are taken from the transaction itself and not from Dexie's zone: a mutator may await many promises of its own
 * between two reads, and a lost zone would put a write outside of the transaction without an error.
 */
export class DexieStorage implements ReplicaStorage {
	#database: Dexie;
	readonly #reopen: () => Dexie;

	/** `reopen` makes a fresh connection after the browser dropped the one in use (SYNC-P6). */
	constructor(database: Dexie, reopen: () => Dexie) {
		this.#database = database;
		this.#reopen = reopen;
	}

	/** A read that met a dead connection is asked again on a new one: nothing can have come of it. */
	async read<T>(stores: readonly StoreName[], work: (tx: StorageRead) => Promise<T>): Promise<T> {
		try {
			return await this.#run('r', stores, work);
		} catch (error) {
			if (!(error instanceof StorageLost)) throw error;
			return this.#run('r', stores, work);
		}
	}

	write<T>(stores: readonly StoreName[], work: (tx: StorageWrite) => Promise<T>): Promise<T> {
		return this.#run('rw', stores, work);
	}

	close(): void {
		this.#database.close({ disableAutoOpen: true });
	}

	async #run<T>(
		mode: 'r' | 'rw',
		stores: readonly StoreName[],
		work: (tx: StorageWrite) => Promise<T>
	): Promise<T> {
		const database = this.#database;
		try {
			return await database.transaction(mode, [...stores], (transaction) =>
				work(new DexieTx(transaction))
			);
		} catch (error) {
			const meant = storageErrorOf(error);
			if (meant instanceof StorageLost && database === this.#database) {
				database.close({ disableAutoOpen: true });
				this.#database = this.#reopen();
			}
			throw meant;
		}
	}
}

class DexieTx implements StorageWrite {
	readonly #transaction: Transaction;

	constructor(transaction: Transaction) {
		this.#transaction = transaction;
	}

	async get(store: StoreName, key: Key): Promise<unknown> {
		const stored: unknown = await this.#transaction.table(store).get(key);
		return stored === undefined ? undefined : decodeRecord(stored);
	}

	/** Two bulk requests (`getAll`, `getAllKeys`) instead of a cursor: a cold start reads 200 packs this way. */
	async getAll(store: StoreName, range: { readonly from?: Key; readonly to?: Key } = {}) {
		const table = this.#transaction.table<unknown, Key>(store);
		const { from, to } = range;
		const collection = () => {
			if (from !== undefined && to !== undefined)
				return table.where(':id').between(from, to, true, true);
			if (from !== undefined) return table.where(':id').aboveOrEqual(from);
			return to === undefined ? table.toCollection() : table.where(':id').belowOrEqual(to);
		};
		const [values, keys] = await Promise.all([collection().toArray(), collection().primaryKeys()]);
		return keys.map((key, index) => ({ key, value: decodeRecord(values[index]) }));
	}

	async put(store: StoreName, key: Key, value: unknown): Promise<void> {
		untold(this.#bare(store).put(encodeRecord(store, value), key));
	}

	async delete(store: StoreName, key: Key): Promise<void> {
		untold(this.#bare(store).delete(key));
	}

	async clear(store: StoreName): Promise<void> {
		untold(this.#bare(store).clear());
	}

	/**
	 * Writes go past Dexie's tables, whose bookkeeping for live queries costs more than the write, and are not waited for:
	 * the browser keeps their order, and one that fails ends the transaction.
	 */
	#bare(store: StoreName): IDBObjectStore {
		return this.#transaction.idbtrans.objectStore(store);
	}
}

/** The failure is told by the transaction that it aborts, with its reason. */
function untold(request: IDBRequest): void {
	request.onerror = (event) => event.stopPropagation();
}
