import {
	absent,
	type ChildTable,
	type Found,
	type RowOf,
	type Table,
	type WriteTx
} from '#domain/kernel/index.ts';
import type { Batch } from './batch.ts';
import { tryMutation, type RunInput } from './mutation.ts';
import { rootTableOf } from './visibility.ts';

/**
 * The mutations of a batch run one after the other, since each sees what those before it wrote. Asking the database row by
 * row meanwhile would take most of the batch's time. So all of them are first tried side by side, with their writes and
 * verdicts dropped, only to learn what they read: when all wait, what they wait for is read at once, one query a table.
 *
 * A row read here counts as read only when a mutation uses it in earnest; whatever the trial got wrong (a row that an
 * earlier mutation makes, say) is read then.
 */
export async function readAhead(batch: Batch, inputs: readonly RunInput[]): Promise<void> {
	const reads = new SharedReads(batch, inputs.length);
	await Promise.all(inputs.map((input) => trial(input, reads)));
	if (batch.storeError !== undefined) throw batch.storeError;
}

/** What a mutator throws here it throws again when it runs in earnest. */
async function trial(input: RunInput, reads: SharedReads): Promise<void> {
	try {
		await tryMutation(input, new TrialTx(input.batch, reads));
	} catch {
		return;
	} finally {
		reads.leave();
	}
}

/** Collects what is asked for until nobody who is left could ask for more. */
class SharedReads {
	readonly #batch: Batch;
	/** Trials that neither wait nor have ended; lower than that when one asks for several things at once. */
	#running: number;
	#rows = new Map<Table, Set<string>>();
	#sets = new Map<ChildTable, Set<string>>();
	#waiting: PromiseWithResolvers<void>[] = [];

	constructor(batch: Batch, trials: number) {
		this.#batch = batch;
		this.#running = trials;
	}

	async row(table: Table, id: string): Promise<void> {
		if (this.#batch.isLoaded(table, id)) return;
		addTo(this.#rows, table, id);
		await this.#wait();
	}

	/** With its root, which is read first: its `cv` is to tell whether the set has changed since. */
	async set(table: ChildTable, root: string): Promise<void> {
		if (this.#batch.isSetLoaded(table, root)) return;
		const rootTable = rootTableOf(this.#batch.registry, table);
		if (!this.#batch.isLoaded(rootTable, root)) addTo<Table>(this.#rows, rootTable, root);
		addTo(this.#sets, table, root);
		await this.#wait();
	}

	leave(): void {
		this.#running -= 1;
		if (this.#running <= 0 && this.#waiting.length > 0) void this.#load();
	}

	#wait(): Promise<void> {
		const waiter = Promise.withResolvers<void>();
		this.#waiting.push(waiter);
		this.leave();
		return waiter.promise;
	}

	async #load(): Promise<void> {
		const [rows, sets, waiting] = [this.#rows, this.#sets, this.#waiting];
		[this.#rows, this.#sets, this.#waiting] = [new Map(), new Map(), []];
		try {
			for (const [table, ids] of rows) await this.#batch.load(table, [...ids]);
			for (const [table, roots] of sets) await this.#batch.loadSets(table, [...roots]);
			this.#running += waiting.length;
			for (const { resolve } of waiting) resolve();
		} catch (error) {
			this.#running += waiting.length;
			for (const { reject } of waiting) reject(error);
		}
	}
}

/** Reads through the shared reads, forgets what is written. */
class TrialTx implements WriteTx {
	readonly #batch: Batch;
	readonly #reads: SharedReads;

	constructor(batch: Batch, reads: SharedReads) {
		this.#batch = batch;
		this.#reads = reads;
	}

	async get<T extends Table>(table: T, id: string): Promise<Found<RowOf<T>>> {
		await this.#reads.row(table, id);
		return (this.#batch.before(table, id)?.row as RowOf<T> | undefined) ?? absent;
	}

	async children<T extends ChildTable>(table: T, root: string): Promise<readonly RowOf<T>[]> {
		await this.#reads.set(table, root);
		return this.#batch.setBefore(table, root) as unknown as readonly RowOf<T>[];
	}

	async insert(): Promise<void> {}
	async update(): Promise<void> {}
	async remove(): Promise<void> {}
}

function addTo<Key>(sets: Map<Key, Set<string>>, key: Key, value: string): void {
	const found = sets.get(key);
	if (found) found.add(value);
	else sets.set(key, new Set([value]));
}
