import type pg from 'pg';
import {
	StoreUnavailable,
	type AuthorityReader,
	type AuthorityStore,
	type AuthorityTx
} from '#sync/authority/ports.ts';
import type { EffectQueue } from './effects.ts';
import { PgAuthorityReader } from './pg-authority-reader.ts';
import { PgAuthorityTx } from './pg-authority-tx.ts';
import { isUniqueViolation, storeError } from './store-errors.ts';

/** Milliseconds; beyond them the transaction is given up as StoreUnavailable and the client tries again. */
export interface StoreLimits {
	readonly lockTimeout: number;
	readonly statementTimeout: number;
}

const usualLimits: StoreLimits = { lockTimeout: 5_000, statementTimeout: 15_000 };

/**
 * The authority's store on PostgreSQL. Any number of processes may use one database: all that orders them is row locks
 * (SYNC.md section 4). The pool must answer int8 as numbers (`createPool`).
 */
export class PgAuthorityStore implements AuthorityStore {
	readonly #pool: pg.Pool;
	readonly #queue: EffectQueue;
	readonly #settings: string;

	constructor(pool: pg.Pool, queue: EffectQueue, limits: StoreLimits = usualLimits) {
		this.#pool = pool;
		this.#queue = queue;
		// Every prepared statement goes by key. Planned while its table was small it would read all of it, and keep doing so.
		this.#settings = `set local lock_timeout = ${limits.lockTimeout}; set local statement_timeout = ${limits.statementTimeout}; set local enable_seqscan = off`;
	}

	async write<T>(work: (tx: AuthorityTx) => Promise<T>): Promise<T> {
		return this.#transaction('begin isolation level read committed', (client) =>
			work(new PgAuthorityTx(client, this.#queue))
		);
	}

	async read<T>(work: (reader: AuthorityReader) => Promise<T>): Promise<T> {
		return this.#transaction('begin isolation level repeatable read read only', (client) =>
			work(new PgAuthorityReader(client))
		);
	}

	async countTry(group: string, id: number): Promise<number> {
		const text = `insert into sync_try (grp, id, tries) values ($1, $2, 1)
			on conflict (grp) do update set id = excluded.id,
				tries = case when sync_try.id = excluded.id then sync_try.tries + 1 else 1 end
			returning tries`;
		return this.#transaction('begin', async (client) => {
			const { rows } = await client.query<{ tries: number }>(text, [group, id]);
			if (!rows[0]) throw new Error('A try was not counted');
			return rows[0].tries;
		});
	}

	async clearTries(group: string): Promise<void> {
		await this.#transaction('begin', (client) =>
			client.query('delete from sync_try where grp = $1', [group])
		);
	}

	async acknowledge(group: string, subject: string, acked: number): Promise<void> {
		const text = 'update sync_client set acked = $3 where grp = $1 and subject = $2 and acked < $3';
		await this.#transaction('begin', (client) => client.query(text, [group, subject, acked]));
	}

	async #transaction<T>(begin: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
		const client = await this.#connect();
		// A connection that breaks says so here as well as at its query; unheard, it would end the process.
		const onLost = () => {};
		client.on('error', onLost);
		let broken: Error | undefined;
		try {
			await client.query(`${begin}; ${this.#settings}`);
			const result = await work(client);
			await commit(client);
			return result;
		} catch (error) {
			broken = await rollback(client);
			throw asStoreError(error);
		} finally {
			client.off('error', onLost);
			client.release(broken);
		}
	}

	async #connect(): Promise<pg.PoolClient> {
		try {
			return await this.#pool.connect();
		} catch (error) {
			throw new StoreUnavailable('no connection to the database', { cause: error });
		}
	}
}

/** A COMMIT after a failed statement succeeds as a ROLLBACK: what was swallowed must not be acknowledged. */
async function commit(client: pg.ClientBase): Promise<void> {
	const { command } = await client.query('commit');
	if (command !== 'COMMIT') throw new Error('A failed transaction was to be committed');
}

async function rollback(client: pg.ClientBase): Promise<Error | undefined> {
	try {
		await client.query('rollback');
		return undefined;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/**
 * A unique key can only be met by a twin that committed first: the same group's first contact, or the same `mid` from
 * another group. Run again, the twin's outcome is found and answered.
 */
function asStoreError(error: unknown): unknown {
	if (isUniqueViolation(error))
		return new StoreUnavailable('a twin committed first', { cause: error });
	return storeError(error);
}
