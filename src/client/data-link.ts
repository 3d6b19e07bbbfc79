import type { AnyRow } from '#domain/kernel/index.ts';
import type { ListUpdate, ListWatch, RecordState, RecordWatch, TabUpdate } from '#store/index.ts';
import type { DataWorker } from '#workers/contracts/data-worker.ts';

export interface OpenedWorker {
	readonly data: DataWorker;
	readonly opened: Promise<void>;
	end(): void;
}

/** Later, since what talks to a worker is loaded with the first person. */
export type StartWorker = (
	subject: string,
	tell: (update: TabUpdate) => void
) => Promise<OpenedWorker>;

type Watcher =
	| {
			readonly kind: 'list';
			readonly watch: ListWatch;
			readonly onUpdate: (update: ListUpdate) => void;
			readonly onReset: () => void;
	  }
	| {
			readonly kind: 'record';
			readonly watch: RecordWatch;
			readonly onUpdate: (state: RecordState) => void;
			readonly onReset: () => void;
	  };

/**
 * The page's end of its data worker. What is watched outlives the connection: a screen may be there before somebody
 * signed in, and is given the next person's rows when the person changes.
 */
export class DataLink {
	readonly #start: StartWorker;
	readonly #watchers = new Map<number, Watcher>();
	readonly #listeners = new Set<(update: TabUpdate) => void>();
	#nextId = 1;
	/** Names the connection at hand, its worker there or not yet. */
	#connection: symbol | undefined;
	#worker: OpenedWorker | undefined;
	#waiting: ((data: DataWorker) => void)[] = [];

	constructor(start: StartWorker) {
		this.#start = start;
	}

	connect(subject: string): void {
		this.disconnect();
		const connection = Symbol(subject);
		this.#connection = connection;
		const starting = this.#start(subject, (update) => {
			if (connection === this.#connection) this.#take(update);
		});
		starting
			.then((worker) => {
				if (connection === this.#connection) return this.#attach(worker);
				return worker.end();
			})
			.catch((error: unknown) => console.error(error));
	}

	/** Nothing of the person that leaves stays on the screen. */
	disconnect(): void {
		if (!this.#connection) return;
		this.#connection = undefined;
		this.#worker?.end();
		this.#worker = undefined;
		for (const watcher of this.#watchers.values()) watcher.onReset();
	}

	get connected(): boolean {
		return this.#connection !== undefined;
	}

	/** The worker, as soon as there is a person. */
	data(): Promise<DataWorker> {
		if (this.#worker) return Promise.resolve(this.#worker.data);
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	/** Status, outbox and the like. Answers how to stop listening. */
	listen(onUpdate: (update: TabUpdate) => void): () => void {
		this.#listeners.add(onUpdate);
		return () => this.#listeners.delete(onUpdate);
	}

	/** Answers an id for `rows` and `close`. */
	watchList(watch: ListWatch, onUpdate: (update: ListUpdate) => void, onReset: () => void): number {
		return this.#watch({ kind: 'list', watch, onUpdate, onReset });
	}

	watchRecord(
		watch: RecordWatch,
		onUpdate: (state: RecordState) => void,
		onReset: () => void
	): number {
		return this.#watch({ kind: 'record', watch, onUpdate, onReset });
	}

	async rows(id: number, from: number, to: number): Promise<readonly AnyRow[]> {
		return (await this.data()).listRows(id, from, to);
	}

	/** The list as it stands now, to be read piece by piece and closed. */
	async freeze(id: number): Promise<{ readonly id: number; readonly total: number }> {
		const frozen = this.#nextId++;
		return { id: frozen, total: await (await this.data()).freezeList(id, frozen) };
	}

	close(id: number): void {
		this.#watchers.delete(id);
		void this.#worker?.data.close(id);
	}

	async #attach(worker: OpenedWorker): Promise<void> {
		this.#worker = worker;
		for (const [id, watcher] of this.#watchers) this.#open(id, watcher);
		for (const resolve of this.#waiting.splice(0)) resolve(worker.data);
		await worker.opened;
	}

	#watch(watcher: Watcher): number {
		const id = this.#nextId++;
		this.#watchers.set(id, watcher);
		this.#open(id, watcher);
		return id;
	}

	#open(id: number, watcher: Watcher): void {
		const data = this.#worker?.data;
		if (!data) return;
		const opened =
			watcher.kind === 'list'
				? data.openList(id, watcher.watch)
				: data.openRecord(id, watcher.watch);
		opened.catch((error: unknown) => console.error(error));
	}

	#take(update: TabUpdate): void {
		for (const list of update.lists ?? []) {
			const watcher = this.#watchers.get(list.id);
			if (watcher?.kind === 'list') watcher.onUpdate(list);
		}
		for (const { id, state } of update.records ?? []) {
			const watcher = this.#watchers.get(id);
			if (watcher?.kind === 'record') watcher.onUpdate(state);
		}
		for (const listener of this.#listeners) listener(update);
	}
}
