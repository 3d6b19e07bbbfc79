import type { Instant } from '#domain/kernel/index.ts';
import type {
	DetailAnswer,
	DetailRequest,
	Page,
	Poke,
	PullAnswer,
	PullRequest,
	PushAnswer,
	PushRequest,
	SnapshotRequest,
	SyncRefusal
} from '../protocol/index.ts';

/**
 * What the replica needs from its device. Adapters: Dexie (`src/store`), and a memory model with transaction, crash and
 * quota semantics that carries the simulator. One contract suite runs both.
 */

/** The durable stores of one person on one device (SYNC.md section 3). */
export const STORES = [
	'meta',
	'pages',
	'base',
	'complete',
	'overlay',
	'queue',
	'outcome',
	'revlog',
	'window',
	'draft',
	'blob',
	'blobOut'
] as const;
export type StoreName = (typeof STORES)[number];

export type Key = string | number;

/** Inside a transaction nothing but these may be awaited. */
export interface StorageRead {
	get(store: StoreName, key: Key): Promise<unknown>;
	/** Values in ascending order of key; `from` and `to` inclusive. */
	getAll(
		store: StoreName,
		range?: { readonly from?: Key; readonly to?: Key }
	): Promise<readonly { readonly key: Key; readonly value: unknown }[]>;
}

export interface StorageWrite extends StorageRead {
	/** Values are structured clones: plain data, typed arrays, Blobs. */
	put(store: StoreName, key: Key, value: unknown): Promise<void>;
	delete(store: StoreName, key: Key): Promise<void>;
	clear(store: StoreName): Promise<void>;
}

export interface ReplicaStorage {
	read<T>(stores: readonly StoreName[], work: (tx: StorageRead) => Promise<T>): Promise<T>;
	/**
	 * Resolves only when the transaction is complete and durable (`strict`); rejects with nothing written when `work`
	 * throws, the quota is exceeded (StorageFull) or the database is gone (StorageLost: reopen, then verify by reading).
	 */
	write<T>(stores: readonly StoreName[], work: (tx: StorageWrite) => Promise<T>): Promise<T>;
}

export class StorageFull extends Error {}
export class StorageLost extends Error {}

/** The way to the authority. A refusal is an answer; everything else that goes wrong is a TransportFailure. */
export interface Transport {
	push(request: PushRequest): Promise<PushAnswer | SyncRefusal>;
	pull(request: PullRequest): Promise<PullAnswer | SyncRefusal>;
	/** Yields pages until the stream's budget or the run is done; a broken stream throws after the pages that came whole. */
	snapshot(request: SnapshotRequest): AsyncIterable<Page | SyncRefusal>;
	detail(request: DetailRequest): Promise<DetailAnswer | SyncRefusal>;
	/** Opens the stream of pokes; `onEnd` is called once when it dies. */
	live(onPoke: (poke: Poke) => void, onEnd: () => void): { close(): void };
}

/**
 * `offline`: no answer (also HTML or a captive portal in an answer's place); `signed_out`: 401; `slow_down`: 429;
 * `server`: 5xx.
 */
export class TransportFailure extends Error {
	readonly kind: 'offline' | 'signed_out' | 'slow_down' | 'server';
	constructor(kind: TransportFailure['kind']) {
		super(`transport: ${kind}`);
		this.kind = kind;
	}
}

/** Time, chance and the other tabs of the device. */
export interface ReplicaWorld {
	now(): Instant;
	timeZone(): string;
	/** UUIDv7 for a mutation. */
	newMid(): string;
	/** UUIDv4-like for groups and runs. */
	newUuid(): string;
	/** In [0, 1), for jitter. */
	random(): number;
	/** Runs `task` after `ms`; answers a function that calls it off. */
	after(ms: number, task: () => void): () => void;
	/** Hint to the other tabs that `rev` rose; may get lost. */
	announce(rev: number): void;
}
