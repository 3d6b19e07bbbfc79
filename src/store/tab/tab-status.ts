import { sameJson } from '#domain/kernel/index.ts';
import type {
	LoopState,
	OutcomeRecord,
	QueueRecord,
	Replica,
	SyncStatus
} from '#sync/replica/index.ts';
import { changesOf, outboxEntry, type OutboxEntry, type TabUpdate } from './updates.ts';

/** A line of the outbox with what it was made of: while that is the same, so is the line. */
interface Line {
	readonly record: QueueRecord;
	readonly doubtful: boolean;
	readonly entry: OutboxEntry;
}

/** Status, outbox and outcomes as last told, so that only differences travel. */
export class TabStatus {
	readonly #replica: Replica;
	/** The loop runs in the leading tab; this is how it stands there. */
	leaderState: LoopState = 'idle';
	#status: SyncStatus | undefined;
	readonly #lines = new Map<number, Line>();
	#outbox: ReadonlyMap<number, OutboxEntry> | undefined;
	#outcomes: ReadonlyMap<string, OutcomeRecord> | undefined;

	constructor(replica: Replica) {
		this.#replica = replica;
	}

	take(): Pick<TabUpdate, 'status' | 'outbox' | 'outcomes'> {
		const status = { ...this.#replica.status(), state: this.leaderState };
		const entries = this.#entries();
		const settled = new Map(this.#replica.memory.outcomes);
		const outbox = changesOf(this.#outbox, entries);
		const outcomes = changesOf(this.#outcomes, settled);
		const update = {
			...(sameJson(this.#status, status) ? {} : { status }),
			...(outbox ? { outbox } : {}),
			...(outcomes ? { outcomes } : {})
		};
		this.#status = status;
		this.#outbox = entries;
		this.#outcomes = settled;
		return update;
	}

	#entries(): ReadonlyMap<number, OutboxEntry> {
		const entries = new Map<number, OutboxEntry>();
		for (const [id, record] of this.#replica.queue()) {
			const doubtful = this.#replica.memory.overlay.get(id)?.doubtful ?? false;
			const known = this.#lines.get(id);
			const isSame = known?.record === record && known.doubtful === doubtful;
			const line = isSame ? known : { record, doubtful, entry: outboxEntry(id, record, doubtful) };
			this.#lines.set(id, line);
			entries.set(id, line.entry);
		}
		for (const id of this.#lines.keys()) if (!entries.has(id)) this.#lines.delete(id);
		return entries;
	}
}
