import type pg from 'pg';
import { createPool } from '#server/db/pool.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import type { AuthorityReader, AuthorityTx } from '#sync/authority/ports.ts';
import { positionsIn, type AuthorityState } from '#test/sync/memory/authority-state.ts';
import type { SimStore, SimStoreOptions } from '#test/sync/sim/adapters.ts';
import { tableQueue } from '../notes.ts';
import type { Busy } from './busy.ts';
import { savedTables, saveStatement, stateOf, type Saved } from './saved-state.ts';

type Query = (...args: readonly unknown[]) => Promise<pg.QueryResult<{ saved: Saved }>>;

/**
 * The PostgreSQL adapter in the simulated world. Calls that the scheduler lets go at one moment really run side by side, on
 * connections of their own; the server dies before a transaction or between a commit and its answer, never inside.
 *
 * The state of each version is read by its own transaction, when it has the clock and before it commits.
 */
export class PostgresSimStore implements SimStore {
	readonly #pool: pg.Pool;
	readonly #busy: Busy;
	readonly #store: PgAuthorityStore;
	readonly #savedByState = new WeakMap<AuthorityState, Saved>();
	readonly #stateByDigest = new Map<string, AuthorityState>();
	readonly #digestByReader = new WeakMap<AuthorityReader, string>();
	readonly #first: AuthorityState;
	#options: SimStoreOptions | undefined;
	#state: AuthorityState;
	#life = 0;

	private constructor(pool: pg.Pool, busy: Busy, saved: Saved) {
		this.#pool = pool;
		this.#busy = busy;
		this.#store = new PgAuthorityStore(pool, tableQueue);
		this.#first = this.#remember(saved);
		this.#state = this.#first;
		pool.on('connect', (client) => this.#watch(client));
	}

	static async open(url: string, busy: Busy): Promise<PostgresSimStore> {
		const looking = createPool({ url, size: 1 });
		const { rows } = await looking.query<{ saved: Saved }>(saveStatement);
		await looking.end();
		const saved = rows[0]?.saved;
		if (!saved) throw new Error('no state');
		return new PostgresSimStore(createPool({ url, size: 12 }), busy, saved);
	}

	/** Puts the state back that it was opened with. */
	async reset(): Promise<void> {
		this.#options = undefined;
		this.restore(this.#first);
		await this.#busy.idle();
	}

	/** Joins a world that begins with the state that stands. */
	join(options: SimStoreOptions): this {
		this.#options = options;
		options.onState(this.#state);
		return this;
	}

	write<T>(work: (tx: AuthorityTx) => Promise<T>): Promise<T> {
		return this.#call('write', () => this.#store.write(work));
	}

	read<T>(work: (reader: AuthorityReader) => Promise<T>): Promise<T> {
		return this.#call('read', () =>
			this.#store.read(async (reader) => {
				this.#digestByReader.set(reader, (await reader.positions()).main.digest);
				return work(reader);
			})
		);
	}

	countTry(group: string, id: number): Promise<number> {
		return this.#call('countTry', () => this.#store.countTry(group, id));
	}

	clearTries(group: string): Promise<void> {
		return this.#call('clearTries', () => this.#store.clearTries(group));
	}

	acknowledge(group: string, subject: string, acked: number): Promise<void> {
		return this.#call('acknowledge', () => this.#store.acknowledge(group, subject, acked));
	}

	copyState(): AuthorityState {
		return this.#state;
	}

	/** Its commit may still be on the way to us when the reading begins. */
	stateOf(reader: AuthorityReader): () => AuthorityState | undefined {
		return () => this.#stateByDigest.get(this.#digestByReader.get(reader) ?? '');
	}

	crash(): void {
		this.#life += 1;
	}

	restore(state: AuthorityState, epoch = state.epoch): void {
		const saved = this.#savedByState.get(state);
		if (!saved) throw new Error('an unknown state');
		this.crash();
		this.#state = this.#remember({
			...saved,
			sync_epoch: (saved['sync_epoch'] ?? []).map((row) => ({ ...row, epoch }))
		});
		void this.#busy.track(() => this.#putBack(this.#state));
	}

	async #putBack(state: AuthorityState): Promise<void> {
		const saved = this.#savedByState.get(state);
		// The audit log forbids itself to be emptied.
		const statements = [
			'begin',
			'alter table audit_entry disable trigger user',
			`truncate ${savedTables.map((name) => `"${name}"`).join(', ')}`,
			...savedTables.map((name) => {
				const rows = JSON.stringify(saved?.[name] ?? []).replaceAll("'", "''");
				return `insert into "${name}" select * from json_populate_recordset(null::"${name}", '${rows}')`;
			}),
			'alter table audit_entry enable trigger user',
			'commit'
		];
		await this.#pool.query(statements.join(';\n'));
	}

	async #call<T>(label: string, work: () => Promise<T>): Promise<T> {
		const life = this.#life;
		await this.#alive(life, `${label}.begin`);
		const answer = await this.#busy.track(work);
		// A crash from here on loses the reply, not the commit.
		await this.#alive(life, `${label}.done`);
		return answer;
	}

	/** What a crash interrupts is never heard of again. */
	async #alive(life: number, label: string): Promise<void> {
		await this.#options?.step(label);
		if (life !== this.#life) await new Promise(() => {});
	}

	#remember(saved: Saved): AuthorityState {
		const state = stateOf(saved);
		this.#savedByState.set(state, saved);
		this.#stateByDigest.set(positionsIn(state).main.digest, state);
		return state;
	}

	#watch(client: pg.PoolClient): void {
		const query = client.query.bind(client) as unknown as Query;
		let hasClock = false;
		const watched: Query = async (...args) => {
			const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text;
			if (text.startsWith('begin')) hasClock = false;
			else if (text.includes('update sync_clock')) hasClock = true;
			if (text !== 'commit' || !hasClock) return query(...args);
			const { rows } = await query(saveStatement);
			const done = await query(...args);
			if (rows[0]) this.#committed(rows[0].saved);
			return done;
		};
		client.query = watched as unknown as typeof client.query;
	}

	/** The clock's lock makes the order of commits; their answers may overtake each other. */
	#committed(saved: Saved): void {
		const state = this.#remember(saved);
		if (positionsIn(state).main.v > positionsIn(this.#state).main.v) this.#state = state;
		this.#options?.onState(state);
	}
}
