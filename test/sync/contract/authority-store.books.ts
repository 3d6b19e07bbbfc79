import { expect, it } from 'vitest';
import { derivedId } from '#domain/kernel/index.ts';
import { nextDigest } from '#sync/authority/chain.ts';
import { StoreUnavailable, type AuditEntry, type AuthorityStore } from '#sync/authority/ports.ts';
import { docs } from '../support/world-registry.ts';
import {
	AT,
	GROUP,
	docPut,
	writesTo,
	stepOf,
	clientRow,
	outcome,
	writeRows,
	gate,
	paused
} from './authority-store.rows.ts';

/** What is kept about groups, outcomes, tries, effects, numbers and the audit. */
export function describeBooks<Store extends AuthorityStore>(
	create: () => Promise<Store>,
	effectKeys: (store: Store) => Promise<readonly string[]>
): void {
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
		const numbered = (id: string) => [writesTo(docs, { puts: [{ ...docPut(id), series: 'doc' }] })];
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
}
