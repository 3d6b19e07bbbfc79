/** What true concurrency must never do, each as a count that is 0 for the store and not for a store with a rule taken out. */
import type pg from 'pg';
import { PgAuthorityReader } from '#server/sync/pg-authority-reader.ts';
import { StoreUnavailable, type AuthorityTx, type LockRequest } from '#sync/authority/ports.ts';
import { note } from './notes.ts';

export interface Watched {
	/** Commits that a reader who follows the log by version never got. */
	readonly missed: number;
	/** Snapshots that showed a version while an earlier one was still to come. */
	readonly holes: number;
}

/** Runs `writers` at once, `each` commits by each, while one reader tails the log. `commit` writes one note of that id. */
export async function watchCommits(
	pool: pg.Pool,
	commit: (id: string, writer: number) => Promise<void>,
	{ writers = 16, each = 25 } = {}
): Promise<Watched> {
	const seen = new Set<string>();
	let v = 0;
	let holes = 0;
	const look = async () => {
		const client = await pool.connect();
		try {
			await client.query('begin isolation level repeatable read read only');
			const { rows } = await client.query<{ top: number; held: number }>(
				`select coalesce(max(v), 0)::bigint as top, count(distinct v) as held from sync_log where space = 'main'`
			);
			const { top, held } = rows[0] ?? { top: 0, held: 0 };
			if (held < top) holes += 1;
			const log = await new PgAuthorityReader(client).log('main', v, top, ['desk'], 100_000);
			for (const { id } of log) seen.add(id);
			v = top;
			await client.query('commit');
		} finally {
			client.release();
		}
	};
	const ids = Array.from({ length: writers * each }, (_, index) => `n${index}`);
	let isDone = false;
	const tail = (async () => {
		while (!isDone) await look();
		await look();
	})();
	const writing = Array.from({ length: writers }, async (_, writer) => {
		for (let n = 0; n < each; n += 1) await commit(`n${writer * each + n}`, writer);
	});
	await Promise.all(writing);
	isDone = true;
	await tail;
	return { missed: ids.filter((id) => !seen.has(id)).length, holes };
}

/** The server's sessions die at the moment of the acknowledgement: answers how many of the acknowledged notes are lost. */
export async function lostAfterAcknowledgement(
	killer: pg.Pool,
	write: (id: string) => Promise<unknown>
): Promise<number> {
	const ids = ['k1', 'k2', 'k3'];
	for (const id of ids) {
		await write(id);
		await killer.query(
			`select pg_terminate_backend(pid, 5000) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`
		);
	}
	const { rows } = await killer.query<{ kept: number }>(
		'select count(*) as kept from note where id = any($1)',
		[ids]
	);
	return ids.length - (rows[0]?.kept ?? 0);
}

type Transact = (work: (tx: AuthorityTx) => Promise<unknown>) => Promise<unknown>;
type Lock = (tx: AuthorityTx, requests: readonly LockRequest[]) => Promise<unknown>;

/** 32 batches lock random rows, named in random order: answers how many were broken off. */
export async function brokenOff(
	transact: Transact,
	lock: Lock,
	sample: () => readonly string[]
): Promise<number> {
	const batches = Array.from({ length: 32 }, () => sample());
	const results = await Promise.allSettled(
		batches.map((ids) => transact((tx) => lock(tx, [{ table: note, ids, mode: 'update' }])))
	);
	const failed = results.filter((result) => result.status === 'rejected');
	const others = failed.filter(({ reason }) => !(reason instanceof StoreUnavailable));
	if (others[0]) throw others[0].reason;
	return failed.length;
}

/**
 * Somebody holds the key of an effect in an open transaction; `waits` writes the same effect and has to wait. Answers
 * whether a third, unconcerned write still commits meanwhile.
 */
export async function commitsPastWaiter(
	pool: pg.Pool,
	waits: (key: string) => Promise<unknown>,
	unconcerned: () => Promise<unknown>
): Promise<boolean> {
	const holder = await pool.connect();
	await holder.query('begin');
	await holder.query(`insert into sync_effect (key, queue) values ('held', 'mail')`);
	const waiting = waits('held');
	await untilSomebodyWaits(pool);
	const isThrough = await unconcerned().then(
		() => true,
		(error: unknown) => {
			if (error instanceof StoreUnavailable) return false;
			throw error;
		}
	);
	await holder.query('rollback');
	holder.release();
	await waiting;
	return isThrough;
}

/** Outside any transaction, because within one PostgreSQL shows the activity of its beginning. */
export async function untilSomebodyWaits(pool: pg.Pool): Promise<void> {
	for (let tries = 0; tries < 2_000; tries += 1) {
		const { rows } = await pool.query(
			`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
		);
		if (rows.length > 0) return;
	}
	throw new Error('Nobody waits for a lock');
}

/** What connections of `pool` send: all of it, and what follows the taking of the clock, `commit` excepted. */
export interface SentStatements {
	readonly all: Set<string>;
	readonly afterClock: string[];
	commits: number;
}

export function watchStatements(pool: pg.Pool): SentStatements {
	const sent: SentStatements = { all: new Set(), afterClock: [], commits: 0 };
	pool.on('connect', (client) => {
		let holdsClock = false;
		const query = client.query.bind(client) as (...args: unknown[]) => unknown;
		const spied = (...args: unknown[]) => {
			const [first] = args;
			const text = typeof first === 'string' ? first : (first as { text: string }).text;
			sent.all.add(text);
			if (holdsClock && text !== 'commit') sent.afterClock.push(text);
			if (holdsClock && text === 'commit') sent.commits += 1;
			holdsClock = text.includes('update sync_clock');
			return query(...args);
		};
		client.query = spied as typeof client.query;
	});
	return sent;
}
