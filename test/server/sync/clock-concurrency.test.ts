import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { PgAuthorityTx } from '#server/sync/pg-authority-tx.ts';
import type { AuthorityTx } from '#sync/authority/ports.ts';
import {
	commitsPastWaiter,
	lostAfterAcknowledgement,
	watchCommits,
	watchStatements
} from './concurrency.ts';
import {
	auditEntry,
	beat,
	clientOf,
	effectOf,
	note,
	noteRow,
	noQueue,
	outcomeOf,
	poolOn,
	put,
	putNotes,
	stepOf,
	storeForTest,
	tableQueue,
	writeNotes
} from './notes.ts';

async function inTransaction(
	pool: pg.Pool,
	work: (client: pg.PoolClient) => Promise<unknown>
): Promise<void> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		await work(client);
		await client.query('commit');
	} finally {
		client.release();
	}
}

describe('order of versions', () => {
	it('SYNC-CLOCK: 16 writers on two servers, and a reader of the log misses no commit', async () => {
		const { store, url } = await storeForTest({ size: 10 });
		const other = new PgAuthorityStore(poolOn(url, 10), noQueue);
		const watched = await watchCommits(poolOn(url, 2), async (id, writer) => {
			await writeNotes(writer % 2 === 0 ? store : other, [noteRow(id)], true);
		});
		expect(watched).toEqual({ missed: 0, holes: 0 });
		expect((await store.read((reader) => reader.positions())).main.v).toBe(400);
	});

	it('SYNC-CLOCK: both spaces at once under 16 writers neither deadlock nor lose a version', async () => {
		const { store, url } = await storeForTest();
		const watched = await watchCommits(poolOn(url, 2), async (id, writer) => {
			const isBoth = writer % 3 === 0;
			const writes = [
				putNotes([noteRow(id)], true),
				...(isBoth
					? [{ table: beat, puts: [put(beat, { id, load: 1 }, true)], removes: [], touches: [] }]
					: [])
			];
			await store.write(async (tx) => {
				await tx.flush(writes, 1);
				await tx.commitClock(stepOf(writes));
			});
		});
		expect(watched).toEqual({ missed: 0, holes: 0 });
		const { main, telemetry } = await store.read((reader) => reader.positions());
		expect([main.v, telemetry.v]).toEqual([400, 150]);
	});

	it('SYNC-CLOCK planted: a sequence instead of the clock is caught', async () => {
		const { url, pool } = await storeForTest();
		await pool.query('create sequence planted');
		const watched = await watchCommits(poolOn(url, 2), (id) =>
			inTransaction(pool, async (client) => {
				await client.query(
					`insert into sync_log (space, v, tbl, id, op, scopes_in, scopes_out)
					values ('main', nextval('planted'), 'note', $1, 'put', '{desk}', '{}')`,
					[id]
				);
				await client.query('select pg_sleep(random() * 0.004)');
			})
		);
		expect(watched.missed).toBeGreaterThan(0);
		expect(watched.holes).toBeGreaterThan(0);
	});
});

describe('acknowledgement', () => {
	it('SYNC-I1: what was acknowledged survives the death of every session', async () => {
		const { store, url } = await storeForTest();
		const write = (id: string) => writeNotes(store, [noteRow(id)], true);
		expect(await lostAfterAcknowledgement(poolOn(url, 1), write)).toBe(0);
	});

	it('SYNC-I1 planted: acknowledging before the commit is caught', async () => {
		const { pool, url } = await storeForTest();
		const eager = async (id: string) => {
			const client = await pool.connect();
			client.on('error', () => {});
			await client.query('begin');
			const tx = new PgAuthorityTx(client, noQueue);
			const writes = [putNotes([noteRow(id)], true)];
			await tx.flush(writes, 1);
			await tx.commitClock(stepOf(writes));
			const release = (error?: Error) => client.release(error);
			setTimeout(() => {
				client.query('commit').then(() => release(), release);
			}, 50);
		};
		expect(await lostAfterAcknowledgement(poolOn(url, 1), eager)).toBeGreaterThan(0);
	});
});

describe('nothing waits while the clock is held', () => {
	const everything = async (tx: AuthorityTx, id: string) => {
		const writes = [putNotes([noteRow(id)], true)];
		const group = `g${id}`;
		await tx.lockClients([group]);
		await tx.flush(writes, 1);
		await tx.saveEffects([effectOf(id)]);
		await tx.assignNumbers(writes);
		const outcome = outcomeOf(group, 1);
		await tx.commitClock(
			stepOf(writes, {
				outcomes: [outcome],
				clients: [clientOf(group, { last: 1 })],
				audit: [auditEntry(outcome.mid)]
			})
		);
	};

	it('SYNC-CLOCK: the commit is the next statement', async () => {
		const { url } = await storeForTest({ queue: tableQueue });
		const pool = poolOn(url, 8);
		const watched = watchStatements(pool);
		const store = new PgAuthorityStore(pool, tableQueue);
		const ids = Array.from({ length: 20 }, (_, index) => `s${index}`);
		await Promise.all(ids.map((id) => store.write((tx) => everything(tx, id))));
		expect(watched).toMatchObject({ afterClock: [], commits: 20 });
	});

	it('SYNC-CLOCK: a push that waits for an effect key holds up nobody', async () => {
		const { pool } = await storeForTest();
		const store = new PgAuthorityStore(pool, tableQueue);
		const hasty = new PgAuthorityStore(pool, tableQueue, {
			lockTimeout: 300,
			statementTimeout: 5_000
		});
		const isThrough = await commitsPastWaiter(
			pool,
			(key) => store.write((tx) => everything(tx, key)),
			() => hasty.write((tx) => everything(tx, 'free'))
		);
		expect(isThrough).toBe(true);
	});

	it('SYNC-CLOCK planted: waiting after the clock is caught', async () => {
		const { pool } = await storeForTest();
		const late = (key: string) =>
			inTransaction(pool, async (client) => {
				await new PgAuthorityTx(client, noQueue).commitClock(stepOf([]));
				await new PgAuthorityTx(client, tableQueue).saveEffects([effectOf(key)]);
			});
		const hasty = new PgAuthorityStore(pool, tableQueue, {
			lockTimeout: 300,
			statementTimeout: 5_000
		});
		const isThrough = await commitsPastWaiter(pool, late, () =>
			hasty.write((tx) => everything(tx, 'free'))
		);
		expect(isThrough).toBe(false);
	});
});

describe('an idle open transaction', () => {
	it('neither blocks pushes nor hides commits from a pull', async () => {
		const { store, pool } = await storeForTest();
		await writeNotes(store, [noteRow('a'), noteRow('b')], true);
		const idle = await pool.connect();
		await idle.query('begin');
		await idle.query(`update note set title = 'held' where id = 'a'`);
		await writeNotes(store, [noteRow('b', { count: 1 })]);
		await store.read(async (reader) => {
			const { main } = await reader.positions();
			expect(main.v).toBe(2);
			expect(await reader.log('main', 1, main.v, ['desk'], 10)).toMatchObject([{ id: 'b', v: 2 }]);
			expect((await reader.rows(note, ['a', 'b'])).size).toBe(2);
		});
		await idle.query('rollback');
		idle.release();
	});

	it('a reader sees one version however long it takes', async () => {
		const { store } = await storeForTest();
		await store.read(async (reader) => {
			expect((await reader.positions()).main.v).toBe(0);
			await writeNotes(store, [noteRow('a')], true);
			expect((await reader.positions()).main.v).toBe(0);
			expect((await reader.rows(note, ['a'])).size).toBe(0);
		});
	});
});
