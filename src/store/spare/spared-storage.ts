import type {
	Key,
	QueueRecord,
	ReplicaStorage,
	StorageRead,
	StorageWrite,
	StoreName
} from '#sync/replica/index.ts';
import { isSpareMeta, readSpare, writeLine, type Spare, type SpareLine } from './spare-records.ts';

/** Where the lines lie: not in the browser's database. */
export interface SpareFiles {
	/** All that any tab has left or is writing. */
	read(): Promise<readonly string[]>;
	/** Makes `line` the first of this tab's file; at no moment is the file before it gone and this one not there. */
	begin(line: string): Promise<void>;
	/** Returns when the line outlives this process. */
	append(line: string): void;
	/** Bytes of this tab's file. */
	readonly size: number;
	close(): void;
}

/** Bytes from which on the file is begun anew. */
const LARGE = 1_000_000;

/**
 * The stores of a replica with the unsent queue kept a second time, outside of IndexedDB. Chromium deletes a site's whole
 * database when it finds its log damaged, and a kill can damage it: the log of LevelDB ends in half a record, the next
 * start appends to it, the one after meets a wrong checksum (github.com/google/leveldb/issues/1287). All that the server
 * knows comes again by itself; what it does not know yet is taken from here.
 *
 * No flush: what a kill leaves is in the system's cache, and a database that outlived a power cut is copied anew at the
 * next start. Without files the stores work as they are.
 */
export class SparedStorage implements ReplicaStorage {
	readonly #inner: ReplicaStorage;
	#files: SpareFiles | undefined;
	#restored: Promise<void> | undefined;
	#begun: Promise<void> | undefined;

	constructor(inner: ReplicaStorage, files: SpareFiles | undefined) {
		this.#inner = inner;
		this.#files = files;
	}

	async read<T>(stores: readonly StoreName[], work: (tx: StorageRead) => Promise<T>): Promise<T> {
		if (stores.includes('meta')) await this.#restoreOnce();
		return this.#inner.read(stores, work);
	}

	/** All is copied before the first write of this tab: it may be the one that damages a log cut short. */
	async write<T>(stores: readonly StoreName[], work: (tx: StorageWrite) => Promise<T>): Promise<T> {
		await this.#restoreOnce();
		await this.#beginOnce();
		let noted: NotingTx | undefined;
		try {
			const result = await this.#inner.write(stores, (tx) => work((noted = new NotingTx(tx))));
			if (noted?.line) await this.#keep(noted.line);
			return result;
		} catch (error) {
			// Whether it was written after all shows in the next copy.
			this.#begun = undefined;
			throw error;
		}
	}

	/** Lets go of the files, so that they can be removed. */
	close(): void {
		this.#files?.close();
		this.#files = undefined;
	}

	async #keep(line: SpareLine): Promise<void> {
		await this.#careful(async (files) => files.append(writeLine(line)));
		if (this.#files && this.#files.size > LARGE) await this.#begin();
	}

	#restoreOnce(): Promise<void> {
		return (this.#restored ??= this.#restore().catch((error: unknown) => {
			this.#restored = undefined;
			throw error;
		}));
	}

	/** A database that is new while the files are not was lost. */
	async #restore(): Promise<void> {
		if (!this.#files || !(await this.#inner.read(['meta'], isEmpty))) return;
		let spare: Spare | undefined;
		await this.#careful(async (files) => void (spare = readSpare(await files.read())));
		const found = spare;
		if (found) await this.#inner.write(['meta', 'queue'], (tx) => putBack(tx, found));
	}

	#beginOnce(): Promise<void> {
		return (this.#begun ??= this.#begin());
	}

	async #begin(): Promise<void> {
		if (!this.#files) return;
		const line = writeLine(await this.#inner.read(['meta', 'queue'], wholeLine));
		await this.#careful((files) => files.begin(line));
	}

	/** A second copy that fails must not cost the first. */
	async #careful(work: (files: SpareFiles) => Promise<void>): Promise<void> {
		if (!this.#files) return;
		try {
			await work(this.#files);
		} catch {
			this.close();
		}
	}
}

async function isEmpty(tx: StorageRead): Promise<boolean> {
	return (await tx.get('meta', 'rev')) === undefined;
}

/** The revision goes on from where it was: lines of before must stay older than those to come. */
async function putBack(tx: StorageWrite, { rev, meta, queue }: Spare): Promise<void> {
	if (!(await isEmpty(tx))) return;
	await Promise.all([
		tx.put('meta', 'rev', rev),
		...Object.entries(meta).map(([key, value]) => tx.put('meta', key, value)),
		...queue.map(([id, record]) => tx.put('queue', id, record))
	]);
}

async function wholeLine(tx: StorageRead): Promise<SpareLine> {
	const [meta, queue] = await Promise.all([tx.getAll('meta'), tx.getAll('queue')]);
	const values = new Map(meta.map(({ key, value }) => [key, value]));
	return {
		rev: Number(values.get('rev') ?? 0),
		whole: true,
		meta: Object.fromEntries([...values].filter(([key]) => isSpareMeta(key))),
		queue: queue.map(({ key, value }) => [Number(key), value as QueueRecord])
	};
}

/** Notes what a transaction does to the queue. */
class NotingTx implements StorageWrite {
	readonly #tx: StorageWrite;
	readonly #meta = new Map<Key, unknown>();
	readonly #queue = new Map<number, QueueRecord | null>();

	constructor(tx: StorageWrite) {
		this.#tx = tx;
	}

	/** Undefined: the queue stays as it was. */
	get line(): SpareLine | undefined {
		const meta = Object.fromEntries([...this.#meta].filter(([key]) => isSpareMeta(key)));
		if (this.#queue.size === 0 && Object.keys(meta).length === 0) return undefined;
		return { rev: Number(this.#meta.get('rev') ?? 0), whole: false, meta, queue: [...this.#queue] };
	}

	get(store: StoreName, key: Key) {
		return this.#tx.get(store, key);
	}

	getAll(store: StoreName, range?: { readonly from?: Key; readonly to?: Key }) {
		return this.#tx.getAll(store, range);
	}

	put(store: StoreName, key: Key, value: unknown): Promise<void> {
		if (store === 'meta') this.#meta.set(key, value);
		if (store === 'queue') this.#queue.set(Number(key), value as QueueRecord);
		return this.#tx.put(store, key, value);
	}

	delete(store: StoreName, key: Key): Promise<void> {
		if (store === 'queue') this.#queue.set(Number(key), null);
		return this.#tx.delete(store, key);
	}

	clear(store: StoreName): Promise<void> {
		return this.#tx.clear(store);
	}
}
