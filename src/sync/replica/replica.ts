import { type AnyRow, type Registry } from '#domain/kernel/index.ts';
import { Committer } from './commit.ts';
import { discard, enqueue, enqueueAll, type Command, type Enqueued } from './enqueue.ts';
import { dismiss } from './history.ts';
import { SyncLoop, type LoopState } from './loop.ts';
import { makeRoom } from './make-room.ts';
import { Memory, type RowChanges } from './memory.ts';
import { nextBatch } from './next-batch.ts';
import { preview, type Preview } from './preview.ts';
import type { ReplicaStorage, ReplicaWorld, Transport } from './ports.ts';
import type { OutcomeRecord, QueueRecord } from './records.ts';

/** What the sync chip tells. */
export interface SyncStatus {
	readonly state: LoopState;
	readonly waiting: number;
	readonly received: number;
	readonly needsPerson: number;
	/** When the oldest unsent item was made, by this device's clock. */
	readonly oldestAt?: number;
	/** Rows of the first sync, while one is going on. */
	readonly run?: { readonly rows: number; readonly total: number };
	readonly defects: number;
}

export interface Listeners {
	readonly onRows: (changes: RowChanges) => void;
	readonly onStatus: (status: SyncStatus) => void;
	/** What went wrong in the background and is tried again: a full or lost storage, or a bug of ours. */
	readonly onError: (error: unknown) => void;
}

/**
 * One tab's replica of one person's data: load it, read it from memory, run commands on it, and, in the tab that
 * leads, keep it in step with the authority.
 */
export class Replica {
	readonly memory: Memory;
	readonly subject: string;
	readonly loop: SyncLoop;
	readonly #committer: Committer;
	readonly #world: ReplicaWorld;
	readonly #listeners: Listeners;

	constructor(parts: {
		registry: Registry;
		storage: ReplicaStorage;
		transport: Transport;
		world: ReplicaWorld;
		subject: string;
		listeners: Listeners;
	}) {
		this.memory = new Memory(parts.registry);
		this.subject = parts.subject;
		this.#world = parts.world;
		this.#listeners = parts.listeners;
		this.#committer = new Committer(this.memory, parts.storage, parts.world, (changes) => {
			this.#listeners.onRows(changes);
			this.#listeners.onStatus(this.status());
		});
		this.loop = new SyncLoop({
			memory: this.memory,
			committer: this.#committer,
			transport: parts.transport,
			world: parts.world,
			subject: parts.subject,
			onState: () => this.#listeners.onStatus(this.status()),
			onError: (error) => this.#listeners.onError(error)
		});
	}

	load(): Promise<void> {
		return this.#committer.load();
	}

	/** Another tab announced a revision; a hint, so it may also be called at any time. */
	async heard(rev: number): Promise<void> {
		if (rev <= this.memory.meta.rev) return;
		await this.#committer.catchUp();
		if (nextBatch(this.memory).length > 0) this.loop.kick();
	}

	/** Resolves when the command is durable on this device, or was refused here with nothing written. */
	async run(command: Command): Promise<Enqueued> {
		const enqueued = await enqueue(
			this.memory,
			this.#committer,
			this.#world,
			this.subject,
			command
		);
		this.loop.kick();
		return enqueued;
	}

	/** As `run`, several at once: durable together, refused each by itself. */
	async runAll(commands: readonly Command[]): Promise<readonly Enqueued[]> {
		const enqueued = await enqueueAll(
			this.memory,
			this.#committer,
			this.#world,
			this.subject,
			commands
		);
		this.loop.kick();
		return enqueued;
	}

	/** What each of the commands would come to by itself. Nothing is written. */
	preview(commands: readonly Command[]): Promise<readonly Preview[]> {
		return preview(this.memory, this.#world, this.subject, commands);
	}

	async discard(id: number): Promise<boolean> {
		const done = await discard(this.memory, this.#committer, this.subject, id);
		this.loop.kick();
		return done;
	}

	/** On a full disk: what hangs on closed roots that no screen shows leaves. Answers how many rows. */
	makeRoom(isShown: (table: string, id: string) => boolean): Promise<number> {
		return makeRoom(this.memory, this.#committer, this.subject, isShown);
	}

	dismiss(mid: string): Promise<void> {
		return dismiss(this.memory, this.#committer, mid);
	}

	/** Runs the work of a rejected or dead mutation again as a new one; its card is seen to. */
	async sendAgain(mid: string): Promise<Enqueued | undefined> {
		const record = this.memory.outcomes.get(mid);
		if (!record) return undefined;
		const { name, args } = record.mutation;
		const enqueued = await this.run({ name, args });
		if (enqueued.id !== undefined) await this.dismiss(mid);
		return enqueued;
	}

	row(table: string, id: string): AnyRow | undefined {
		return this.memory.visible(table, id) ?? undefined;
	}

	children(table: string, root: string): readonly AnyRow[] {
		return this.memory.visibleChildren(table, root);
	}

	queue(): readonly (readonly [number, QueueRecord])[] {
		return this.memory.queued();
	}

	outcomes(): readonly OutcomeRecord[] {
		return [...this.memory.outcomes.values()].sort((a, b) => b.storedAt - a.storedAt);
	}

	status(): SyncStatus {
		const queue = this.memory.queued();
		const waiting = queue.filter(([, record]) => record.receivedAt === undefined);
		const { run, defects } = this.memory.meta;
		return {
			state: this.loop.state,
			waiting: waiting.length,
			received: queue.length - waiting.length,
			needsPerson: [...this.memory.outcomes.values()].filter((record) => record.needsPerson).length,
			...(waiting[0] ? { oldestAt: waiting[0][1].mutation.deviceAt } : {}),
			...(run ? { run: { rows: run.rows, total: run.total } } : {}),
			defects: defects.length
		};
	}
}
