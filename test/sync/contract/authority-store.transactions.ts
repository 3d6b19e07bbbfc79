import { expect, it } from 'vitest';
import { nextDigest } from '#sync/authority/chain.ts';
import { IdTaken, type AuthorityStore } from '#sync/authority/ports.ts';
import { docs, notes, persons, signals } from '../support/world-registry.ts';
import {
	AT,
	GROUP,
	docPut,
	notePut,
	writesTo,
	stepOf,
	clientRow,
	outcome,
	writeRows,
	paused
} from './authority-store.rows.ts';

/** What a write transaction keeps: all or nothing, locks, versions in the order of commits. */
export function describeTransactions(create: () => Promise<AuthorityStore>): void {
	it('commits all that a transaction wrote, and stamps rows with its version', async () => {
		const store = await create();
		const positions = await writeRows(store, [
			writesTo(docs, { puts: [docPut('d1')], touches: ['d1'] }),
			writesTo(notes, { puts: [notePut('n1', 'd1')] })
		]);
		await store.read(async (reader) => {
			expect(await reader.positions()).toEqual(positions);
			const doc = (await reader.rows(docs, ['d1', 'd2'])).get('d1');
			expect(doc).toMatchObject({ v: positions.main.v, born: positions.main.v });
			expect(doc?.row).toEqual(docPut('d1').row);
			expect(await reader.childrenOf(notes, ['d1'])).toMatchObject([{ row: { id: 'n1' }, cv: 0 }]);
		});
	});

	it('raises v with a put and cv with a touch, and keeps the version of birth', async () => {
		const store = await create();
		const first = await writeRows(store, [writesTo(docs, { puts: [docPut('d1')] })]);
		const before = await store.read(async (r) => (await r.rows(docs, ['d1'])).get('d1'));
		await writeRows(store, [
			writesTo(docs, { touches: ['d1'] }),
			writesTo(notes, { puts: [notePut('n1', 'd1')] })
		]);
		const touched = await store.read(async (r) => (await r.rows(docs, ['d1'])).get('d1'));
		expect(touched).toMatchObject({ v: before?.v, cv: (before?.cv ?? 0) + 1 });
		const put = [writesTo(docs, { puts: [docPut('d1', { title: 'x' }, false)], touches: ['d1'] })];
		const last = await writeRows(store, put);
		const after = await store.read(async (r) => (await r.rows(docs, ['d1'])).get('d1'));
		expect(after).toMatchObject({
			v: last.main.v,
			born: first.main.v,
			cv: (before?.cv ?? 0) + 2
		});
	});

	it('rolls back everything when the work throws', async () => {
		const store = await create();
		const before = await store.read((reader) => reader.positions());
		const failing = store.write(async (tx) => {
			const writes = [writesTo(docs, { puts: [docPut('d1')] })];
			await tx.flush(writes, AT);
			await tx.saveEffects([{ queue: 'q', key: 'k', payload: {} }]);
			await tx.commitClock(stepOf({ writes, clients: [clientRow()], outcomes: [outcome(1)] }));
			throw new Error('no');
		});
		await expect(failing).rejects.toThrow('no');
		await store.read(async (reader) => {
			expect(await reader.positions()).toEqual(before);
			expect((await reader.rows(docs, ['d1'])).size).toBe(0);
			expect(await reader.client(GROUP)).toBeUndefined();
		});
	});

	it('SYNC-CLOCK: versions have no holes, and the digest is a chain that is kept for ever', async () => {
		const store = await create();
		const start = await store.read((reader) => reader.positions());
		let digest = start.main.digest;
		for (const root of ['', 'a'.repeat(64), '']) {
			const { main, telemetry } = await writeRows(store, [], { auditRoot: root });
			digest = nextDigest(digest, main.v, root);
			expect(main.digest).toBe(digest);
			expect(telemetry).toEqual(start.telemetry);
		}
		await store.read(async (reader) => {
			expect(await reader.digestAt('main', start.main.v)).toBe(start.main.digest);
			expect(await reader.digestAt('main', start.main.v + 3)).toBe(digest);
			expect(await reader.digestAt('main', start.main.v + 4)).toBeUndefined();
		});
	});

	it('SYNC-CLOCK: a space steps only when it is named', async () => {
		const store = await create();
		const before = await store.read((reader) => reader.positions());
		const row = { id: 's1', team: 't', level: 3 };
		const put = { row, isNew: true, scopes: ['team:t'], order: 3, isOpen: false };
		const after = await writeRows(store, [writesTo(signals, { puts: [put] })], {
			spaces: ['telemetry', 'main']
		});
		expect(after.telemetry.v).toBe(before.telemetry.v + 1);
		expect(after.main.v).toBe(before.main.v + 1);
		const stored = await store.read(async (r) => (await r.rows(signals, ['s1'])).get('s1'));
		expect(stored?.v).toBe(after.telemetry.v);
	});

	it('SYNC-CLOCK: with writers at once, version order is commit order', async () => {
		const store = await create();
		const start = await store.read((reader) => reader.positions());
		const seen: number[] = [];
		await Promise.all(
			Array.from({ length: 12 }, async (_, n) => {
				const writes = [writesTo(docs, { puts: [docPut(`d${n}`)] })];
				const { main } = await writeRows(store, writes);
				const now = await store.read((reader) => reader.positions());
				expect(now.main.v).toBeGreaterThanOrEqual(main.v);
				seen.push(main.v);
			})
		);
		const expected = Array.from({ length: 12 }, (_, n) => start.main.v + 1 + n);
		expect(seen.sort((a, b) => a - b)).toEqual(expected);
	});

	it('answers an insert of a taken id with IdTaken, also when its rival commits meanwhile', async () => {
		const store = await create();
		const writes = [writesTo(docs, { puts: [docPut('d1')] })];
		const rival = await paused(store, (tx) =>
			tx.flush(writes, AT).then(() => tx.commitClock(stepOf({ writes })))
		);
		const loser = writeRows(store, writes);
		const outcomeOfLoser = expect(loser).rejects.toBeInstanceOf(IdTaken);
		await rival.finish();
		await outcomeOfLoser;
		await expect(writeRows(store, writes)).rejects.toBeInstanceOf(IdTaken);
	});

	it('SYNC-ISO: an update lock makes the next one wait, and answers it the new version', async () => {
		const store = await create();
		await writeRows(store, [writesTo(docs, { puts: [docPut('d1')] })]);
		const lock = [{ table: docs, ids: ['d1', 'none'], mode: 'update' as const }];
		const first = await paused(store, async (tx) => {
			const versions = await tx.lockRows(lock);
			const writes = [writesTo(docs, { puts: [docPut('d1', { title: 'x' }, false)] })];
			await tx.flush(writes, AT);
			await tx.commitClock(stepOf({ writes }));
			return versions.get(docs)?.get('d1');
		});
		const second = store.write(async (tx) => (await tx.lockRows(lock)).get(docs));
		const before = await first.finish();
		const after = await second;
		expect(after?.size).toBe(1);
		expect(after?.get('d1')?.v).toBeGreaterThan(before?.v ?? Infinity);
	});

	it('SYNC-ISO: shared locks do not wait for each other', async () => {
		const store = await create();
		await writeRows(store, [writesTo(docs, { puts: [docPut('d1')] })]);
		const lock = [{ table: docs, ids: ['d1'], mode: 'share' as const }];
		const first = await paused(store, (tx) => tx.lockRows(lock));
		const second = await store.write((tx) => tx.lockRows(lock));
		expect(second.get(docs)?.size).toBe(1);
		await first.finish();
	});

	it('SYNC-ISO: reads take no lock and see what is committed at that moment', async () => {
		const store = await create();
		await writeRows(store, [writesTo(docs, { puts: [docPut('d1')] })]);
		await store.write(async (tx) => {
			const first = (await tx.rows(docs, ['d1'])).get('d1');
			await writeRows(store, [writesTo(docs, { puts: [docPut('d1', { title: 'x' }, false)] })]);
			const second = (await tx.rows(docs, ['d1'])).get('d1');
			expect(second?.v).toBeGreaterThan(first?.v ?? Infinity);
		});
	});

	it('locks access rows: shared for actors, exclusively for those whom a command changes', async () => {
		const store = await create();
		const row = { id: 'joe', name: 'joe', roles: [], teams: [], active: true };
		const put = { row, isNew: true, scopes: persons.scopes(row), order: 0, isOpen: false };
		await writeRows(store, [writesTo(persons, { puts: [put] })]);
		const holder = await paused(store, (tx) => tx.lockAccess(persons, ['joe'], new Set()));
		const other = await store.write((tx) => tx.lockAccess(persons, ['joe', 'eve'], new Set()));
		expect([...other.keys()]).toEqual(['joe']);
		let isLocked = false;
		const exclusive = store.write(async (tx) => {
			await tx.lockAccess(persons, ['joe'], new Set(['joe']));
			isLocked = true;
		});
		await store.read((reader) => reader.positions());
		expect(isLocked).toBe(false);
		await holder.finish();
		await exclusive;
		expect(isLocked).toBe(true);
	});
}
