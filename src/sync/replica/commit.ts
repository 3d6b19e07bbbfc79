import type { Memory, RowChanges } from './memory.ts';
import {
	STORES,
	type ReplicaStorage,
	type ReplicaWorld,
	type StorageRead,
	type StorageWrite,
	type StoreName
} from './ports.ts';
import { emptyMeta, metaOp, type Op, type RevRecord } from './records.ts';

/** Revisions that other tabs can catch up from; whoever is further behind loads anew. */
const REVLOG_KEPT = 1_000;
/** Compares that may fail before the plan is made inside the write transaction, where nobody can get between. */
const OPTIMISTIC_TRIES = 2;

const metaKeys = Object.keys(emptyMeta);

/** What a commit wants to write, worked out from memory as it stands. An empty list writes nothing. */
export type Plan<T> = () => Promise<{ readonly ops: readonly Op[]; readonly result: T }>;

/**
 * The one way to write (SYNC.md section 3): work out the change in memory at revision r, then in one transaction
 * compare r, write, raise it, and note which records changed, so that other tabs can follow. One commit at a time in
 * this tab; other tabs show as a revision that is not ours.
 */
export class Committer {
	readonly #memory: Memory;
	readonly #storage: ReplicaStorage;
	readonly #world: ReplicaWorld;
	readonly #onChange: (changes: RowChanges) => void;
	#tail: Promise<unknown> = Promise.resolve();

	constructor(
		memory: Memory,
		storage: ReplicaStorage,
		world: ReplicaWorld,
		onChange: (changes: RowChanges) => void
	) {
		this.#memory = memory;
		this.#storage = storage;
		this.#world = world;
		this.#onChange = onChange;
	}

	/** Reads everything; also what to do when the revision log no longer reaches back to us. */
	load(): Promise<void> {
		return this.#inTurn(async () => this.#take(await this.#storage.read(STORES, readAll)));
	}

	/** Takes in what other tabs wrote. */
	catchUp(): Promise<void> {
		return this.#inTurn(() => this.#catchUp());
	}

	/** Resolves when the plan's records are durable. */
	commit<T>(plan: Plan<T>): Promise<T> {
		return this.#inTurn(async () => {
			for (let attempt = 0; attempt < OPTIMISTIC_TRIES; attempt++) {
				const { ops, result } = await plan();
				if (ops.length === 0) return result;
				if (await this.#writeAt(this.#memory.meta.rev, ops)) return result;
				await this.#catchUp();
			}
			return this.#commitInside(plan);
		});
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#tail.then(work, work);
		this.#tail = turn.catch(() => undefined);
		return turn;
	}

	async #writeAt(rev: number, ops: readonly Op[]): Promise<boolean> {
		const all = withRev(rev + 1, ops);
		const stores = [...new Set([...all.map((op) => op.store), 'revlog' as const])];
		const written = await this.#storage.write(stores, async (tx) => {
			if (((await tx.get('meta', 'rev')) ?? 0) !== rev) return false;
			await writeOps(tx, rev + 1, all);
			return true;
		});
		if (written) this.#absorbOwn(all);
		return written;
	}

	async #commitInside<T>(plan: Plan<T>): Promise<T> {
		let all: readonly Op[] = [];
		const result = await this.#storage.write(STORES, async (tx) => {
			this.#absorb(await this.#missing(tx));
			const planned = await plan();
			const rev = this.#memory.meta.rev + 1;
			all = planned.ops.length === 0 ? [] : withRev(rev, planned.ops);
			if (all.length > 0) await writeOps(tx, rev, all);
			return planned.result;
		});
		if (all.length > 0) this.#absorbOwn(all);
		return result;
	}

	async #catchUp(): Promise<void> {
		this.#absorb(await this.#storage.read(STORES, (tx) => this.#missing(tx)));
	}

	/** The records that changed since our revision, or all of them when the log does not reach back. */
	async #missing(tx: StorageRead): Promise<readonly Op[]> {
		const rev = ((await tx.get('meta', 'rev')) as number | undefined) ?? 0;
		const ours = this.#memory.meta.rev;
		if (rev === ours) return [];
		const log = await tx.getAll('revlog', { from: ours + 1, to: rev });
		if (log.length !== rev - ours) return this.#replacing(await readAll(tx));
		const changed = new Map<string, Op>();
		for (const { value } of log) {
			for (const [store, key] of (value as RevRecord).changed) {
				const name = `${store}\u0000${typeof key}\u0000${key}`;
				if (!changed.has(name)) changed.set(name, { store, key, value: await tx.get(store, key) });
			}
		}
		return [...changed.values()];
	}

	/** A full read, with deletions for what memory holds and the device no longer does. */
	#replacing(records: readonly Op[]): readonly Op[] {
		const present = new Set(records.map((op) => `${op.store}\u0000${op.key}`));
		const memory = this.#memory;
		const ours: Op[] = [
			...metaKeys.map((key): Op => ({ store: 'meta', key, value: undefined })),
			...[...memory.baseRecords().keys()].map((key): Op => ({
				store: 'base',
				key,
				value: undefined
			})),
			...[...memory.packs().keys()].map((key): Op => ({ store: 'pages', key, value: undefined })),
			...[...memory.complete.keys()].map((key): Op => ({
				store: 'complete',
				key,
				value: undefined
			})),
			...[...memory.queue.keys()].map((key): Op => ({ store: 'queue', key, value: undefined })),
			...[...memory.overlay.keys()].map((key): Op => ({ store: 'overlay', key, value: undefined })),
			...[...memory.outcomes.keys()].map((key): Op => ({ store: 'outcome', key, value: undefined }))
		];
		return [...ours.filter((op) => !present.has(`${op.store}\u0000${op.key}`)), ...records];
	}

	#absorbOwn(ops: readonly Op[]): void {
		this.#absorb(ops);
		this.#world.announce(this.#memory.meta.rev);
	}

	#take(records: readonly Op[]): void {
		this.#absorb(this.#replacing(records));
	}

	#absorb(ops: readonly Op[]): void {
		if (ops.length === 0) return;
		this.#onChange(this.#memory.absorb(ops));
	}
}

function withRev(rev: number, ops: readonly Op[]): readonly Op[] {
	return [...ops, metaOp('rev', rev)];
}

async function writeOps(tx: StorageWrite, rev: number, ops: readonly Op[]): Promise<void> {
	const changed = ops.map((op) => [op.store, op.key] as const);
	// All at once: waiting for each would cost a way to the browser's storage and back per record.
	await Promise.all([
		...ops.map((op) =>
			op.value === undefined ? tx.delete(op.store, op.key) : tx.put(op.store, op.key, op.value)
		),
		tx.put('revlog', rev, { changed } satisfies RevRecord),
		tx.delete('revlog', rev - REVLOG_KEPT)
	]);
}

/** Stores that live in memory; drafts, windows and blobs are read when needed. */
const LOADED = ['base', 'complete', 'overlay', 'queue', 'outcome'] as const;
/** Packs read at a time: between two reads the worker can answer. */
const PACKS_AT_ONCE = 20;

async function readAll(tx: StorageRead): Promise<readonly Op[]> {
	const ops: Op[] = [];
	const take = (store: StoreName, records: Awaited<ReturnType<StorageRead['getAll']>>) => {
		for (const { key, value } of records) ops.push({ store, key, value });
	};
	take('meta', await tx.getAll('meta'));
	const nextPack = Number(ops.find(({ key }) => key === 'nextPack')?.value ?? 0);
	for (let from = 0; from < nextPack; from += PACKS_AT_ONCE)
		take('pages', await tx.getAll('pages', { from, to: from + PACKS_AT_ONCE - 1 }));
	for (const store of LOADED) take(store, await tx.getAll(store));
	return ops;
}
