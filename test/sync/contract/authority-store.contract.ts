import { describe, expect, it } from 'vitest';
import { derivedId, versionFingerprint, type AnyRow } from '#domain/kernel/index.ts';
import { nextDigest } from '#sync/authority/chain.ts';
import {
	IdTaken,
	StoreUnavailable,
	type AuditEntry,
	type AuthorityStore,
	type AuthorityTx,
	type ClientRow,
	type ClockStep,
	type RowPut,
	type StoredOutcome,
	type TableWrites
} from '#sync/authority/ports.ts';
import type { Positions } from '#sync/protocol/index.ts';
import { docs, notes, persons, signals } from '../support/world-registry.ts';

const AT = Date.UTC(2026, 0, 5);
const GROUP = derivedId('group');

function docPut(id: string, extra: Record<string, unknown> = {}, isNew = true): RowPut {
	const row = {
		id,
		number: null,
		owner: 'joe',
		team: null,
		desk: true,
		title: 'doc',
		body: '',
		state: 'open',
		count: 0,
		parts: 0,
		createdAt: AT,
		...extra
	} as AnyRow;
	return { row, isNew, scopes: docs.scopes(row), order: docs.order(row), isOpen: docs.isOpen(row) };
}

function notePut(id: string, root: string, isNew = true): RowPut {
	const row = { id, root, author: 'joe', text: 'note', audience: 'public' };
	return { row, isNew, scopes: [], order: 0, isOpen: false };
}

function writesTo(table: TableWrites['table'], part: Partial<TableWrites>): TableWrites {
	return { table, puts: [], removes: [], touches: [], ...part };
}

function stepOf(part: Partial<ClockStep> = {}): ClockStep {
	return {
		spaces: ['main'],
		log: [],
		outcomes: [],
		clients: [],
		audit: [],
		auditRoot: '',
		writes: [],
		...part
	};
}

function clientRow(part: Partial<ClientRow> = {}): ClientRow {
	return {
		group: GROUP,
		subject: 'joe',
		last: 1,
		lastNow: AT,
		acked: 0,
		tryingId: 0,
		tries: 0,
		...part
	};
}

function outcome(id: number, part: Partial<StoredOutcome> = {}): StoredOutcome {
	const mid = derivedId('mid', String(id));
	return { id, mid, kind: 'applied', group: GROUP, subject: 'joe', ...part };
}

async function writeRows(
	store: AuthorityStore,
	writes: readonly TableWrites[],
	step: Partial<ClockStep> = {}
): Promise<Positions> {
	return store.write(async (tx) => {
		await tx.flush(writes, AT);
		await tx.assignNumbers(writes);
		return tx.commitClock(stepOf({ writes, ...step }));
	});
}

/** A promise that a test settles when it is time. */
function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
}

/** Runs a transaction up to a point inside `work`, where it waits until `finish` is called. */
async function paused<T>(store: AuthorityStore, work: (tx: AuthorityTx) => Promise<T>) {
	const [reached, going] = [gate(), gate()];
	const done = store.write(async (tx) => {
		try {
			const result = await work(tx);
			reached.open();
			await going.opened;
			return result;
		} finally {
			reached.open();
		}
	});
	await reached.opened;
	return {
		finish: async () => {
			going.open();
			return done;
		}
	};
}

/**
 * What every store of the authority has to keep, whatever it is made of. `create` answers an empty store with the tables
 * of the test world, `effectKeys` the keys of all effects that such a store has saved.
 */
export function describeAuthorityStore<Store extends AuthorityStore>(
	name: string,
	create: () => Promise<Store>,
	effectKeys: (store: Store) => Promise<readonly string[]>
): void {
	describe(`authority store: ${name}`, () => {
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
				expect(await reader.childrenOf(notes, ['d1'])).toMatchObject([
					{ row: { id: 'n1' }, cv: 0 }
				]);
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
			const put = [
				writesTo(docs, { puts: [docPut('d1', { title: 'x' }, false)], touches: ['d1'] })
			];
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

		it('a reader stands in one snapshot, whatever is committed meanwhile', async () => {
			const store = await create();
			await store.read(async (reader) => {
				const before = await reader.positions();
				await writeRows(store, [writesTo(docs, { puts: [docPut('d1')] })]);
				expect(await reader.positions()).toEqual(before);
				expect((await reader.rows(docs, ['d1'])).size).toBe(0);
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

		it('a group is created once: whoever comes second has to look again', async () => {
			const store = await create();
			const rival = await paused(store, async (tx) => {
				expect((await tx.lockClients([GROUP])).size).toBe(0);
				await tx.commitClock(stepOf({ clients: [clientRow()], outcomes: [outcome(1)] }));
			});
			const looked = gate();
			const second = store.write(async (tx) => {
				expect((await tx.lockClients([GROUP])).size).toBe(0);
				looked.open();
				await tx.commitClock(stepOf({ clients: [clientRow()] }));
			});
			const verdict = second.catch((error: unknown) => error);
			await looked.opened;
			await rival.finish();
			expect(await verdict).toBeInstanceOf(StoreUnavailable);
		});

		it('SYNC-I2: a mid is stored once for a subject, unless the transaction knew its outcome', async () => {
			const store = await create();
			const other = derivedId('group', '2');
			await writeRows(store, [], { clients: [clientRow()], outcomes: [outcome(1)] });
			const blind = store.write((tx) =>
				tx.commitClock(
					stepOf({
						clients: [clientRow({ group: other })],
						outcomes: [outcome(1, { group: other })]
					})
				)
			);
			await expect(blind).rejects.toBeInstanceOf(StoreUnavailable);
			const { mid } = outcome(1);
			await store.write(async (tx) => {
				expect((await tx.outcomesByMid('eve', [mid])).size).toBe(0);
				expect((await tx.outcomesByMid('joe', [mid])).get(mid)?.kind).toBe('applied');
				await tx.commitClock(
					stepOf({
						clients: [clientRow({ group: other, last: 4 })],
						outcomes: [outcome(4, { group: other, mid })]
					})
				);
			});
			const found = await store.write((tx) => tx.outcomesById(other, [4, 5]));
			expect(found.get(4)).toMatchObject({ id: 4, mid, kind: 'applied' });
			expect(found.size).toBe(1);
		});

		it('keeps outcomes whole and answers them by what is acknowledged and by version', async () => {
			const store = await create();
			const failure = { code: 'c', field: 'f', facts: { n: 1 } };
			const first = await writeRows(store, [], {
				clients: [clientRow({ last: 2 })],
				outcomes: [
					outcome(1, { kind: 'merged', fields: ['a'] }),
					outcome(2, { kind: 'rejected', failure })
				]
			});
			const known = await store.write((tx) => tx.lockClients([GROUP]));
			expect(known.get(GROUP)).toEqual(clientRow({ last: 2 }));
			await store.write(async (tx) => {
				await tx.lockClients([GROUP]);
				await tx.commitClock(stepOf({ clients: [clientRow({ last: 3 })], outcomes: [outcome(3)] }));
			});
			await store.read(async (reader) => {
				const all = await reader.outcomes(GROUP, 0, first.main.v + 1);
				expect(all.map(({ id }) => id)).toEqual([1, 2, 3]);
				expect(all[0]).toMatchObject({ kind: 'merged', fields: ['a'], v: first.main.v });
				expect(all[1]).toMatchObject({ kind: 'rejected', failure });
				expect((await reader.outcomes(GROUP, 1, first.main.v)).map(({ id }) => id)).toEqual([2]);
			});
		});

		it('acknowledges forwards only, and for the group of that subject only', async () => {
			const store = await create();
			await writeRows(store, [], { clients: [clientRow({ last: 9 })] });
			await store.acknowledge(GROUP, 'joe', 5);
			await store.acknowledge(GROUP, 'joe', 3);
			await store.acknowledge(GROUP, 'eve', 8);
			expect(await store.read((reader) => reader.client(GROUP))).toEqual(
				clientRow({ last: 9, acked: 5 })
			);
		});

		it('SYNC-P3: counts tries of one mutation durably, also of a group not known yet', async () => {
			const store = await create();
			expect(await store.countTry(GROUP, 1)).toBe(1);
			expect(await store.countTry(GROUP, 1)).toBe(2);
			expect(await store.countTry(GROUP, 2)).toBe(1);
			await store.clearTries(GROUP);
			expect(await store.countTry(GROUP, 2)).toBe(1);
			await writeRows(store, [], { clients: [clientRow()] });
			expect(await store.countTry(GROUP, 2)).toBe(1);
		});

		it('SYNC-EFFECT: an effect is saved with its transaction, and a second one under its key is dropped', async () => {
			const store = await create();
			const effect = { queue: 'reaction', key: derivedId('effect'), payload: { n: 1 } };
			for (let n = 0; n < 2; n += 1) {
				await store.write(async (tx) => {
					await tx.saveEffects([effect]);
					await tx.commitClock(stepOf());
				});
			}
			const dropped = store.write(async (tx) => {
				await tx.saveEffects([{ ...effect, key: derivedId('effect', '2') }]);
				throw new Error('no');
			});
			await expect(dropped).rejects.toThrow('no');
			expect(await effectKeys(store)).toEqual([effect.key]);
		});

		it('gives numbers per series, without holes after a rollback', async () => {
			const store = await create();
			const numbered = (id: string) => [
				writesTo(docs, { puts: [{ ...docPut(id), series: 'doc' }] })
			];
			await writeRows(store, numbered('d1'));
			const failing = store.write(async (tx) => {
				await tx.flush(numbered('d2'), AT);
				await tx.assignNumbers(numbered('d2'));
				throw new Error('no');
			});
			await expect(failing).rejects.toThrow('no');
			await writeRows(store, numbered('d3'));
			const rows = await store.read((reader) => reader.rows(docs, ['d1', 'd3']));
			expect([rows.get('d1')?.row.number, rows.get('d3')?.row.number]).toEqual([1, 2]);
		});

		it('removes children, and logs one row per row', async () => {
			const store = await create();
			await writeRows(store, [
				writesTo(docs, { puts: [docPut('d1')] }),
				writesTo(notes, { puts: [notePut('n1', 'd1')] })
			]);
			await writeRows(store, [
				writesTo(docs, { touches: ['d1'] }),
				writesTo(notes, { removes: ['n1'] })
			]);
			expect(await store.read((reader) => reader.childrenOf(notes, ['d1']))).toEqual([]);
		});

		it('the log is read by scopes entered or left, in whole versions', async () => {
			const store = await create();
			const entry = (id: string, scopesIn: string[], scopesOut: string[] = []) =>
				({ space: 'main', table: 'doc', id, op: 'put', scopesIn, scopesOut }) as const;
			const child = {
				...entry('n1', ['x']),
				table: 'note',
				root: 'd1',
				audience: 'internal',
				op: 'del'
			} as const;
			const { main: start } = await store.read((reader) => reader.positions());
			await writeRows(store, [], { log: [entry('d1', ['x']), entry('d2', ['y'])] });
			await writeRows(store, [], { log: [entry('d1', ['y'], ['x']), entry('d3', ['x']), child] });
			await writeRows(store, [], { log: [entry('d4', ['z'])] });
			await store.read(async (reader) => {
				const to = start.v + 3;
				const all = await reader.log('main', start.v, to, ['x'], 100);
				expect(all.map(({ id, v }) => `${id}@${v - start.v}`).sort()).toEqual([
					'd1@1',
					'd1@2',
					'd3@2',
					'n1@2'
				]);
				expect(all.find(({ id }) => id === 'n1')).toEqual({ ...child, v: start.v + 2 });
				expect(all[0]).toEqual({ ...entry('d1', ['x']), v: start.v + 1 });
				const cut = await reader.log('main', start.v, to, ['x'], 3);
				expect(cut.map(({ id }) => id)).toEqual(['d1']);
				expect(await reader.log('main', start.v + 1, to, ['x'], 1)).toHaveLength(3);
				expect(await reader.log('main', start.v, start.v + 1, ['x'], 100)).toHaveLength(1);
				expect(await reader.log('telemetry', 0, 100, ['x'], 100)).toEqual([]);
			});
		});

		it('reads roots in page order by scopes, and counts and sums them', async () => {
			const store = await create();
			const puts = [
				docPut('a', { createdAt: AT + 1 }),
				docPut('b', { createdAt: AT + 2, state: 'closed' }),
				docPut('c', { createdAt: AT + 3 }),
				docPut('d', { createdAt: AT + 3 }),
				docPut('e', { desk: false })
			];
			const { main } = await writeRows(store, [writesTo(docs, { puts })]);
			await store.read(async (reader) => {
				const page = await reader.roots(docs, ['desk'], null, 3);
				expect(page.map(({ row }) => row.id)).toEqual(['d', 'c', 'a']);
				const last = page.at(-1);
				if (!last) throw new Error('no page');
				const after = { order: last.order, id: last.row.id };
				const rest = await reader.roots(docs, ['desk'], after, 3);
				expect(rest).toMatchObject([{ row: { id: 'b' }, isOpen: false, touchedAt: AT }]);
				expect(await reader.countRoots(docs, ['desk', 'user:joe'])).toBe(5);
				const sum = ['a', 'b', 'c', 'd'].reduce((n, id) => n + versionFingerprint(id, main.v), 0);
				expect(await reader.auditSum(docs, ['desk'])).toEqual({ count: 4, sum });
			});
		});

		it('takes audit entries with the step', async () => {
			const store = await create();
			const entry: AuditEntry = {
				mid: outcome(1).mid,
				subject: 'joe',
				verb: 'docs.create',
				verdict: 'applied',
				at: AT,
				receivedAt: AT,
				group: GROUP,
				payload: '{}',
				salt: '0'.repeat(32),
				leaf: 'a'.repeat(64)
			};
			const before = await store.read((reader) => reader.positions());
			const { main } = await writeRows(store, [], { audit: [entry], auditRoot: entry.leaf });
			expect(main.digest).toBe(nextDigest(before.main.digest, main.v, entry.leaf));
		});
	});
}
