import { sameJson } from '#domain/kernel/index.ts';
import type { LoopState, OutcomeRecord, Replica, SyncStatus } from '#sync/replica/index.ts';
import { outboxEntry, type OutboxEntry, type TabUpdate } from './updates.ts';

/** Status, outbox and outcomes as last told, so that only differences travel. */
export class TabStatus {
	readonly #replica: Replica;
	/** The loop runs in the leading tab; this is how it stands there. */
	leaderState: LoopState = 'idle';
	#status: SyncStatus | undefined;
	#outbox: readonly OutboxEntry[] | undefined;
	#outcomes: readonly OutcomeRecord[] | undefined;

	constructor(replica: Replica) {
		this.#replica = replica;
	}

	take(): Pick<TabUpdate, 'status' | 'outbox' | 'outcomes'> {
		const status = { ...this.#replica.status(), state: this.leaderState };
		const outbox = this.#replica.queue().map(([id, record]) => {
			const doubtful = this.#replica.memory.overlay.get(id)?.doubtful ?? false;
			return outboxEntry(id, record, doubtful);
		});
		const outcomes = this.#replica.outcomes();
		const update = {
			...(sameJson(this.#status, status) ? {} : { status }),
			...(this.#outbox && sameJson(this.#outbox, outbox) ? {} : { outbox }),
			...(this.#outcomes && sameItems(this.#outcomes, outcomes) ? {} : { outcomes })
		};
		this.#status = status;
		this.#outbox = outbox;
		this.#outcomes = outcomes;
		return update;
	}
}

/** Records are replaced and never changed in place. */
function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
	return a.length === b.length && a.every((item, index) => item === b[index]);
}
