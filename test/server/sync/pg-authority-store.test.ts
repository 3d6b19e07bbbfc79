import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256Hex, versionFingerprint } from '#domain/kernel/index.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { IdTaken, StoreUnavailable } from '#sync/authority/ports.ts';
import {
	auditEntry,
	beat,
	clientOf,
	letter,
	note,
	noteRow,
	noQueue,
	outcomeOf,
	poolOn,
	put,
	putNotes,
	remark,
	stepOf,
	storeForTest,
	writeNotes,
	type Remark
} from './notes.ts';

describe('rows', () => {
	it('come back as they went, with version, birth and place', async () => {
		const { store } = await storeForTest();
		const odd = noteRow('a', {
			title: `Zoë's "note" \\ {1,2} \u2028 😀\n`,
			count: Number.MIN_SAFE_INTEGER,
			tags: ['x', 'null', '', '{}'],
			extra: { deep: { list: [1, 1.5, null, true] } }
		});
		await writeNotes(store, [odd, noteRow('b')], true);
		await writeNotes(store, [{ ...odd, done: true }]);
		await store.read(async (reader) => {
			const rows = await reader.rows(note, ['a', 'b', 'none']);
			expect(rows.get('a')).toEqual({ row: { ...odd, done: true }, v: 2, cv: 0, born: 1 });
			expect([...rows.keys()].sort()).toEqual(['a', 'b']);
			const roots = await reader.roots(note, ['desk'], null, 10);
			expect(roots.map(({ row, isOpen, touchedAt }) => [row.id, isOpen, touchedAt])).toEqual([
				['b', true, 1_000],
				['a', false, 1_000]
			]);
		});
	});

	it('of a child keep root and audience; touching a root raises its cv alone', async () => {
		const { store } = await storeForTest();
		await writeNotes(store, [noteRow('a')], true);
		const row: Remark = { id: 'r', root: 'a', body: 'hm', audience: 'internal', writtenBy: 'ann' };
		const writes = [
			{ table: note, puts: [], removes: [], touches: ['a'] },
			{
				table: remark,
				puts: [{ row, isNew: true, scopes: [], order: 0, isOpen: false }],
				removes: [],
				touches: []
			}
		];
		await store.write(async (tx) => {
			await tx.flush(writes, 5_000);
			expect(await tx.childrenOf(remark, ['a'])).toEqual([{ row, v: 0, cv: 0, born: 0 }]);
			await tx.commitClock(stepOf(writes, { log: [] }));
		});
		await store.read(async (reader) => {
			expect(await reader.childrenOf(remark, ['a', 'b'])).toEqual([{ row, v: 2, cv: 0, born: 2 }]);
			expect((await reader.rows(note, ['a'])).get('a')).toMatchObject({ v: 1, cv: 1 });
			expect((await reader.roots(note, ['desk'], null, 1))[0]?.touchedAt).toBe(5_000);
		});
		await store.write(async (tx) => {
			const gone = [{ table: remark, puts: [], removes: ['r'], touches: [] }];
			await tx.flush(gone, 6_000);
			await tx.commitClock(stepOf(gone));
		});
		expect(await store.read((reader) => reader.childrenOf(remark, ['a']))).toEqual([]);
	});

	it('with a taken id are refused by name, and nothing of the transaction stays', async () => {
		const { store } = await storeForTest();
		await writeNotes(store, [noteRow('a')], true);
		const error: unknown = await writeNotes(store, [noteRow('0'), noteRow('a')], true).catch(
			(reason: unknown) => reason
		);
		expect(error).toBeInstanceOf(IdTaken);
		expect(error).toMatchObject({ table: 'note', id: 'a' });
		expect((await store.read((reader) => reader.rows(note, ['0']))).size).toBe(0);
		expect((await store.read((reader) => reader.positions())).main.v).toBe(1);
	});

	it('that are updated but do not exist are a bug, not an insert', async () => {
		const { store } = await storeForTest();
		await expect(writeNotes(store, [noteRow('ghost')])).rejects.toThrow(
			/1 rows of note .* 0 exist/
		);
	});

	it('are numbered per series, without holes between transactions', async () => {
		const { store } = await storeForTest();
		const numbered = (ids: readonly string[]) => {
			const writes = [
				putNotes(
					ids.map((id) => noteRow(id)),
					true
				)
			];
			return store.write(async (tx) => {
				await tx.flush(writes, 1);
				await tx.assignNumbers(writes);
				await tx.commitClock(stepOf(writes));
			});
		};
		await numbered(['a', 'b']);
		await expect(numbered(['c', 'a'])).rejects.toBeInstanceOf(IdTaken);
		await Promise.all([numbered(['d', 'e']), numbered(['f'])]);
		const rows = await store.read((reader) => reader.rows(note, ['a', 'b', 'd', 'e', 'f']));
		const numbers = [...rows.values()].map(({ row }) => row['number'] as number);
		expect(numbers.sort()).toEqual([1, 2, 3, 4, 5]);
	});
});

describe('numbers', () => {
	it('in text carry the name of their series', async () => {
		const { store } = await storeForTest();
		const rows = ['a', 'b', 'c'].map((id) => ({ id, number: null, out: id !== 'b' }));
		const puts = rows.map((row) => put(letter, row, true));
		const writes = [{ table: letter, puts, removes: [], touches: [] }];
		await store.write(async (tx) => {
			await tx.flush(writes, 1);
			await tx.assignNumbers(writes);
			await tx.commitClock(stepOf(writes));
		});
		const stored = await store.read((reader) => reader.rows(letter, ['a', 'b', 'c']));
		const numbers = [...stored.values()].map(({ row }) => [row.id, row['number']]);
		expect(Object.fromEntries(numbers)).toEqual({ a: 'OUT-1', b: 'IN-1', c: 'OUT-2' });
	});
});

describe('the clock', () => {
	it('SYNC-CLOCK: chains the digest of every version as the kernel does', async () => {
		const { store } = await storeForTest();
		const epoch = await store.read((reader) => reader.epoch());
		const root = sha256Hex('leaves');
		const v1 = await store.write((tx) => tx.commitClock(stepOf([], { auditRoot: root })));
		const first = sha256Hex(`${epoch}:main`);
		const second = sha256Hex(`${first}:1:${root}`);
		expect(v1).toEqual({
			main: { v: 1, digest: second },
			telemetry: { v: 0, digest: sha256Hex(`${epoch}:telemetry`) }
		});
		await store.read(async (reader) => {
			expect(await reader.digestAt('main', 0)).toBe(first);
			expect(await reader.digestAt('main', 1)).toBe(second);
			expect(await reader.digestAt('main', 2)).toBeUndefined();
			expect(await reader.minV('main')).toBe(0);
		});
	});

	it('moves both spaces at once, each stamping its own rows', async () => {
		const { store } = await storeForTest();
		await writeNotes(store, [noteRow('a')], true);
		const writes = [
			{ table: beat, puts: [put(beat, { id: 'x', load: 1 }, true)], removes: [], touches: [] },
			putNotes([noteRow('a', { count: 1 })])
		];
		const positions = await store.write(async (tx) => {
			await tx.flush(writes, 1);
			return tx.commitClock(stepOf(writes));
		});
		expect([positions.main.v, positions.telemetry.v]).toEqual([2, 1]);
		await store.read(async (reader) => {
			expect((await reader.rows(beat, ['x'])).get('x')).toMatchObject({ v: 1, born: 1 });
			expect((await reader.rows(note, ['a'])).get('a')).toMatchObject({ v: 2, born: 1 });
			expect(await reader.positions()).toEqual(positions);
			const [logged] = await reader.log('telemetry', 0, 1, ['ops'], 10);
			expect(logged).toMatchObject({ table: 'beat', id: 'x', v: 1 });
		});
	});

	it('refuses a step that writes to a space without moving it', async () => {
		const { store } = await storeForTest();
		const step = stepOf([], { spaces: ['telemetry'], outcomes: [outcomeOf('g', 1)] });
		await expect(store.write((tx) => tx.commitClock(step))).rejects.toThrow(/without its clock/);
	});

	it('refuses every call after it', async () => {
		const { store } = await storeForTest();
		const late = store.write(async (tx) => {
			await tx.commitClock(stepOf([]));
			await tx.rows(note, ['a']);
		});
		await expect(late).rejects.toThrow(/nothing but the commit/);
		expect((await store.read((reader) => reader.positions())).main.v).toBe(0);
	});
});

describe('the log', () => {
	it('is read by scopes that a row has or left, in whole versions', async () => {
		const { store } = await storeForTest();
		await writeNotes(store, [noteRow('a'), noteRow('b'), noteRow('c', { owner: 'bob' })], true);
		const moved = [putNotes([noteRow('a', { owner: 'bob' })])];
		await store.write(async (tx) => {
			await tx.flush(moved, 1);
			const log = [{ space: 'main' as const, table: 'note', id: 'a', op: 'put' as const }];
			const scopes = { scopesIn: ['desk', 'user:bob'], scopesOut: ['user:ann'] };
			await tx.commitClock(stepOf(moved, { log: log.map((entry) => ({ ...entry, ...scopes })) }));
		});
		await store.read(async (reader) => {
			const ids = async (from: number, to: number, scopes: string[], limit: number) =>
				(await reader.log('main', from, to, scopes, limit)).map(({ id, v }) => `${id}${v}`);
			expect(await ids(0, 2, ['user:ann'], 10)).toEqual(['a1', 'b1', 'a2']);
			expect(await ids(0, 2, ['user:bob', 'x'], 10)).toEqual(['c1', 'a2']);
			expect(await ids(0, 2, ['desk'], 3)).toEqual(['a1', 'b1', 'c1']);
			expect(await ids(0, 2, ['desk'], 1)).toEqual(['a1', 'b1', 'c1']);
			expect(await ids(1, 2, ['desk'], 1)).toEqual(['a2']);
			expect(await ids(0, 1, ['desk'], 10)).toEqual(['a1', 'b1', 'c1']);
			expect(await ids(0, 2, ['nobody'], 10)).toEqual([]);
			expect((await reader.log('main', 1, 2, ['desk'], 1))[0]).toEqual({
				space: 'main',
				v: 2,
				table: 'note',
				id: 'a',
				op: 'put',
				scopesIn: ['desk', 'user:bob'],
				scopesOut: ['user:ann']
			});
		});
	});
});

describe('clients and outcomes', () => {
	it('are kept under the counter and under the name, for the subject alone', async () => {
		const { store } = await storeForTest();
		const merged = { ...outcomeOf('g', 1), kind: 'merged' as const, fields: ['title'] };
		const failure = { code: 'conflict', field: 'title', facts: { seen: 1 } };
		const refused = { ...outcomeOf('g', 2), kind: 'rejected' as const, failure };
		await store.write(async (tx) => {
			expect((await tx.lockClients(['g'])).size).toBe(0);
			const clients = [clientOf('g', { last: 2, lastNow: 77 })];
			await tx.commitClock(stepOf([], { clients, outcomes: [merged, refused] }));
		});
		await store.acknowledge('g', 'bob', 2);
		await store.acknowledge('g', 'ann', 1);
		await store.acknowledge('g', 'ann', 0);
		await store.write(async (tx) => {
			const clients = await tx.lockClients(['g', 'h']);
			expect([...clients.values()]).toEqual([clientOf('g', { last: 2, lastNow: 77, acked: 1 })]);
			const byId = await tx.outcomesById('g', [1, 2, 3]);
			expect([...byId.values()]).toEqual([
				{ id: 1, mid: merged.mid, kind: 'merged', fields: ['title'], v: 1 },
				{ id: 2, mid: refused.mid, kind: 'rejected', failure, v: 1 }
			]);
			expect((await tx.outcomesByMid('ann', [merged.mid])).get(merged.mid)?.id).toBe(1);
			expect((await tx.outcomesByMid('bob', [merged.mid])).size).toBe(0);
		});
		await store.read(async (reader) => {
			expect((await reader.outcomes('g', 1, 1)).map(({ id }) => id)).toEqual([2]);
			expect(await reader.outcomes('g', 0, 0)).toEqual([]);
			expect(await reader.client('g')).toMatchObject({ subject: 'ann', last: 2 });
			expect(await reader.client('none')).toBeUndefined();
		});
	});

	it('SYNC-I2: an outcome offered again moves to its new group; a twin that was not looked up is refused', async () => {
		const { store } = await storeForTest();
		const old = outcomeOf('old', 7);
		await store.write((tx) =>
			tx.commitClock(stepOf([], { clients: [clientOf('old', { last: 7 })], outcomes: [old] }))
		);
		const blind = store.write((tx) =>
			tx.commitClock(stepOf([], { outcomes: [outcomeOf('new', 1, old.mid)] }))
		);
		await expect(blind).rejects.toBeInstanceOf(StoreUnavailable);
		await store.write(async (tx) => {
			await tx.outcomesByMid('ann', [old.mid]);
			await tx.commitClock(stepOf([], { outcomes: [outcomeOf('new', 1, old.mid)] }));
		});
		await store.read(async (reader) => {
			expect(await reader.outcomes('new', 0, 9)).toMatchObject([{ id: 1, mid: old.mid, v: 2 }]);
			expect(await reader.outcomes('old', 0, 9)).toEqual([]);
		});
	});

	it('a group is bound to the subject that committed first', async () => {
		const { store } = await storeForTest();
		const first = (subject: string) =>
			store.write((tx) => tx.commitClock(stepOf([], { clients: [clientOf('g', { subject })] })));
		await first('ann');
		await expect(first('bob')).rejects.toBeInstanceOf(StoreUnavailable);
		expect((await store.read((reader) => reader.client('g')))?.subject).toBe('ann');
	});

	it('SYNC-P3: tries outlive the transaction, count per mutation and go with the next success', async () => {
		const { store } = await storeForTest();
		expect(await store.countTry('g', 4)).toBe(1);
		expect(await store.countTry('g', 4)).toBe(2);
		expect(await store.countTry('g', 5)).toBe(1);
		await store.clearTries('g');
		expect(await store.countTry('g', 5)).toBe(1);
		await store.write((tx) => tx.commitClock(stepOf([], { clients: [clientOf('g')] })));
		expect(await store.countTry('g', 6)).toBe(1);
		await store.write(async (tx) => {
			const client = (await tx.lockClients(['g'])).get('g');
			expect(client).toMatchObject({ tryingId: 6, tries: 1 });
			await tx.commitClock(stepOf([], { clients: [clientOf('g', { last: 6 })] }));
		});
		expect(await store.read((reader) => reader.client('g'))).toMatchObject({ last: 6, tries: 0 });
	});
});

describe('self-audit', () => {
	it('SYNC-I11: sums the fingerprints of the kernel modulo 2^53', async () => {
		const { store } = await storeForTest();
		const ids = Array.from({ length: 50 }, (_, index) => `n${index}`);
		await writeNotes(
			store,
			ids.map((id) => noteRow(id)),
			true
		);
		await writeNotes(store, [noteRow('other', { owner: 'bob' })], true);
		const sum = ids.reduce((total, id) => total + versionFingerprint(id, 1), 0);
		await store.read(async (reader) => {
			expect(await reader.auditSum(note, ['user:ann'])).toEqual({ count: 50, sum });
			expect(await reader.auditSum(note, ['nobody'])).toEqual({ count: 0, sum: 0 });
			expect(await reader.countRoots(note, ['user:ann', 'user:bob'])).toBe(51);
		});
	});
});

describe('audit entries', () => {
	it('can be erased but neither changed nor removed', async () => {
		const { store, pool } = await storeForTest();
		const mids = [randomUUID(), randomUUID()];
		await store.write((tx) => tx.commitClock(stepOf([], { audit: mids.map(auditEntry) })));
		const refused = /append-only/;
		await expect(pool.query('delete from audit_entry')).rejects.toThrow(refused);
		await expect(pool.query('truncate audit_entry')).rejects.toThrow(refused);
		await expect(pool.query(`update audit_entry set verdict = 'x'`)).rejects.toThrow(refused);
		await expect(pool.query(`update audit_entry set payload = '{}'`)).rejects.toThrow(refused);
		await expect(pool.query('update audit_entry set payload = null')).rejects.toThrow(refused);
		const forged = `update audit_entry set payload = null, salt = null, leaf = 'x'`;
		await expect(pool.query(forged)).rejects.toThrow(refused);
		await pool.query('update audit_entry set payload = null, salt = null where mid = $1', [
			mids[0]
		]);
		const { rows } = await pool.query(
			'select v, n, mid, payload, leaf from audit_entry order by n'
		);
		expect(rows).toEqual([
			{ v: 1, n: 0, mid: mids[0], payload: null, leaf: sha256Hex(mids[0] as string) },
			{ v: 1, n: 1, mid: mids[1], payload: '{"title":"x"}', leaf: sha256Hex(mids[1] as string) }
		]);
	});
});

describe('errors', () => {
	it('a statement that failed and was swallowed is not acknowledged', async () => {
		const { store } = await storeForTest();
		const swallowed = store.write(async (tx) => {
			await tx.rows(note, ['a']);
			const bad = put(note, noteRow('a', { count: 0.5 }), true);
			await tx
				.flush([{ table: note, puts: [bad], removes: [], touches: [] }], 1)
				.catch(() => undefined);
		});
		await expect(swallowed).rejects.toThrow(/failed transaction/);
	});

	it('a lock that does not come, a lost connection and a dead server are StoreUnavailable', async () => {
		const { store, pool, url } = await storeForTest();
		await writeNotes(store, [noteRow('a')], true);
		const hasty = new PgAuthorityStore(pool, noQueue, { lockTimeout: 50, statementTimeout: 5_000 });
		const request = [{ table: note, ids: ['a'], mode: 'update' as const }];
		await store.write(async (tx) => {
			await tx.lockRows(request);
			await expect(hasty.write((other) => other.lockRows(request))).rejects.toBeInstanceOf(
				StoreUnavailable
			);
		});
		const killer = poolOn(url, 1);
		const killed = store.write(async (tx) => {
			await tx.lockRows(request);
			await killer.query(
				`select pg_terminate_backend(pid) from pg_stat_activity
				where datname = current_database() and state = 'idle in transaction'`
			);
			await tx.rows(note, ['a']);
		});
		await expect(killed).rejects.toBeInstanceOf(StoreUnavailable);
		expect((await store.read((reader) => reader.rows(note, ['a']))).size).toBe(1);
		const nowhere = new PgAuthorityStore(poolOn('postgres://x@127.0.0.1:1/x', 1), noQueue);
		await expect(nowhere.read((reader) => reader.epoch())).rejects.toBeInstanceOf(StoreUnavailable);
	});
});
