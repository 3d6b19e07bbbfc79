import {
	StoreUnavailable,
	type AuthorityReader,
	type AuthorityStore,
	type AuthorityTx
} from '#sync/authority/ports.ts';
import { MemoryReader } from './authority-reader.ts';
import { emptyState, type AuthorityState } from './authority-state.ts';
import { MemoryTx } from './authority-tx.ts';
import { RowLocks } from './row-locks.ts';

export interface MemoryStoreOptions {
	readonly epoch: string;
	/** Awaited before every call of a port, so that a simulator can interleave and crash there. */
	readonly step?: (label: string) => Promise<void>;
	/** What becomes of calls that a crash finds under way: they fail, or are never heard of again. */
	readonly afterCrash?: 'reject' | 'silent';
}

/**
 * The memory model of a database: transactions at READ COMMITTED with row locks held to their end, snapshots, rollback
 * on a throw, and crashes at any port call. Nothing that is not committed survives one.
 */
export class MemoryAuthorityStore implements AuthorityStore {
	#state: AuthorityState;
	#locks = new RowLocks();
	/** Rises with every crash; work that began under another one is dead. */
	#life = 0;
	readonly #step: (label: string) => Promise<void>;
	readonly #afterCrash: 'reject' | 'silent';

	constructor({ epoch, step = async () => {}, afterCrash = 'reject' }: MemoryStoreOptions) {
		this.#state = emptyState(epoch);
		this.#step = step;
		this.#afterCrash = afterCrash;
	}

	async write<T>(work: (tx: AuthorityTx) => Promise<T>): Promise<T> {
		const [life, locks] = [this.#life, this.#locks];
		const step = (label: string) => this.#alive(life, `write.${label}`);
		const alive = (wait: Promise<void>) => this.#unlessDead(life, wait);
		const tx = new MemoryTx({ committed: () => this.#state, locks, step, alive });
		try {
			await step('begin');
			const result = await work(tx);
			await step('commit');
			this.#state = tx.applied();
			locks.release(tx);
			// A crash from here on loses the reply, not the commit.
			await step('committed');
			return result;
		} finally {
			locks.release(tx);
		}
	}

	async read<T>(work: (reader: AuthorityReader) => Promise<T>): Promise<T> {
		const life = this.#life;
		const step = (label: string) => this.#alive(life, label);
		await step('read.begin');
		return work(new MemoryReader(this.#state, step));
	}

	async countTry(group: string, id: number): Promise<number> {
		await this.#alive(this.#life, 'countTry');
		const before = this.#state.tries.get(group);
		const tries = before?.id === id ? before.tries + 1 : 1;
		this.#state = { ...this.#state, tries: new Map(this.#state.tries).set(group, { id, tries }) };
		await this.#alive(this.#life, 'countTry.committed');
		return tries;
	}

	async clearTries(group: string): Promise<void> {
		await this.#alive(this.#life, 'clearTries');
		const tries = new Map(this.#state.tries);
		tries.delete(group);
		this.#state = { ...this.#state, tries };
	}

	async acknowledge(group: string, subject: string, acked: number): Promise<void> {
		const [life, locks, owner] = [this.#life, this.#locks, {}];
		try {
			await this.#alive(life, 'acknowledge');
			await this.#unlessDead(life, locks.acquire(owner, `client ${group}`, 'update'));
			const client = this.#state.clients.get(group);
			if (!client || client.subject !== subject || client.acked >= acked) return;
			const clients = new Map(this.#state.clients).set(group, { ...client, acked });
			this.#state = { ...this.#state, clients };
		} finally {
			locks.release(owner);
		}
	}

	/** Ends all that is under way; what is committed stays. */
	crash(): void {
		this.#life += 1;
		const locks = this.#locks;
		this.#locks = new RowLocks();
		locks.failAll();
	}

	/** All that is committed; as a value that never changes it may be kept as long as one likes. */
	copyState(): AuthorityState {
		return this.#state;
	}

	/** What a reading sees that has just begun. */
	stateOf(): () => AuthorityState {
		const state = this.#state;
		return () => state;
	}

	/** Puts an older state back, as after a restore from a backup. The epoch changes only when one is given. */
	restore(state: AuthorityState, epoch = state.epoch): void {
		this.crash();
		this.#state = { ...state, epoch };
	}

	async #alive(life: number, label: string): Promise<void> {
		await this.#unlessDead(life, this.#step(label));
	}

	/** What a crash interrupts fails, or is never heard of again. */
	async #unlessDead(life: number, work: Promise<void>): Promise<void> {
		try {
			await work;
		} catch (error) {
			if (life === this.#life) throw error;
		}
		if (life === this.#life) return;
		if (this.#afterCrash === 'silent') await new Promise(() => {});
		throw new StoreUnavailable('crashed');
	}
}
