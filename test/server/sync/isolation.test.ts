import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import type { AuthorityStore } from '#sync/authority/ports.ts';
import { brokenOff } from './concurrency.ts';
import { decideOn, type Rules } from './decide.ts';
import { note, noteRow, noQueue, storeForTest, writeNotes, type Note } from './notes.ts';

const planted: Rules = { pass: false };
const proper: Rules = { pass: true };

/** Lets `parties` go on together once all of them have read, so that every one decides on the same rows; later runs go freely. */
function meeting(parties: number) {
	let open = () => {};
	let waiting = 0;
	const all = new Promise<void>((resolve) => (open = resolve));
	return async () => {
		waiting += 1;
		if (waiting >= parties) open();
		await all;
	};
}

function need(rows: ReadonlyMap<string, Note>, id: string): Note {
	const row = rows.get(id);
	if (!row) throw new Error(`${id} is missing`);
	return row;
}

async function noteNow(store: AuthorityStore, id: string): Promise<Note> {
	const stored = (await store.read((reader) => reader.rows(note, [id]))).get(id);
	return stored?.row as unknown as Note;
}

/** Two parts are in stock; four technicians take one each. Answers how many were told that they have one. */
async function takeLastTwo(rules: Rules): Promise<{ taken: number; left: number }> {
	const { store } = await storeForTest();
	await writeNotes(store, [noteRow('stock', { count: 2 })], true);
	const meet = meeting(4);
	let taken = 0;
	const take = async () => {
		let gotOne = false;
		await decideOn(
			store,
			['stock'],
			async (rows) => {
				const stock = need(rows, 'stock');
				await meet();
				gotOne = stock.count > 0;
				return gotOne ? [{ ...stock, count: stock.count - 1 }] : [];
			},
			rules
		);
		if (gotOne) taken += 1;
	};
	await Promise.all([take(), take(), take(), take()]);
	return { taken, left: (await noteNow(store, 'stock')).count };
}

/** Two approvers cast the two last votes at once. Answers whether the round was closed. */
async function castLastVotes(rules: Rules): Promise<Note> {
	const { store } = await storeForTest();
	await writeNotes(store, [noteRow('round')], true);
	const meet = meeting(2);
	const vote = (voter: string) =>
		decideOn(
			store,
			['round'],
			async (rows) => {
				const round = need(rows, 'round');
				await meet();
				const tags = [...round.tags, voter].sort();
				return [{ ...round, tags, done: tags.length === 2 }];
			},
			rules
		);
	await Promise.all([vote('ann'), vote('bob')]);
	return noteNow(store, 'round');
}

/** One approves what a change says while another rewrites it. Answers whether somebody's approval covers what nobody approved. */
async function approveAgainstEdit(rules: Rules): Promise<boolean> {
	const { store } = await storeForTest();
	await writeNotes(store, [noteRow('change', { title: 'safe' }), noteRow('approval')], true);
	const meet = meeting(2);
	const approve = decideOn(
		store,
		['change', 'approval'],
		async (rows) => {
			const { title } = need(rows, 'change');
			const approval = need(rows, 'approval');
			await meet();
			return title === 'safe' ? [{ ...approval, done: true }] : [];
		},
		rules
	);
	const edit = decideOn(
		store,
		['change', 'approval'],
		async (rows) => {
			const change = need(rows, 'change');
			const { done } = need(rows, 'approval');
			await meet();
			return done ? [] : [{ ...change, title: 'daring' }];
		},
		rules
	);
	await Promise.all([approve, edit]);
	const [change, approval] = [await noteNow(store, 'change'), await noteNow(store, 'approval')];
	return approval.done && change.title === 'daring';
}

describe('SYNC-ISO', () => {
	it('SYNC-ISO: of four who take the two last parts, two have one', async () => {
		expect(await takeLastTwo(proper)).toEqual({ taken: 2, left: 0 });
	});

	it('SYNC-ISO: two last votes at once close the round', async () => {
		expect(await castLastVotes(proper)).toMatchObject({ tags: ['ann', 'bob'], done: true });
	});

	it('SYNC-ISO: an approval and an edit of what it covers never both stand', async () => {
		expect(await approveAgainstEdit(proper)).toBe(false);
	});

	it('SYNC-ISO planted: without the pass a part is given twice', async () => {
		expect((await takeLastTwo(planted)).taken).toBeGreaterThan(2);
	});

	it('SYNC-ISO planted: without the pass a vote is lost', async () => {
		expect((await castLastVotes(planted)).tags).toHaveLength(1);
	});

	it('SYNC-ISO planted: without the pass an approval covers what nobody approved', async () => {
		expect(await approveAgainstEdit(planted)).toBe(true);
	});
});

describe('order of locks', () => {
	const ids = Array.from({ length: 12 }, (_, index) => `l${index}`);
	const samples = fc.sample(fc.shuffledSubarray(ids, { minLength: 6, maxLength: 10 }), 400);
	const sampler = () => {
		let next = 0;
		return () => samples[next++ % samples.length] as string[];
	};
	const storeWithNotes = async () => {
		// Lock time-outs would hide deadlocks.
		const { pool, store } = await storeForTest({ size: 33 });
		await writeNotes(
			store,
			ids.map((id) => noteRow(id)),
			true
		);
		return new PgAuthorityStore(pool, noQueue, { lockTimeout: 30_000, statementTimeout: 30_000 });
	};

	it('SYNC-ISO: 32 batches over the same rows in random order never deadlock', async () => {
		const store = await storeWithNotes();
		const broken = await brokenOff(
			(work) => store.write(work),
			(tx, requests) => tx.lockRows(requests),
			sampler()
		);
		expect(broken).toBe(0);
	});

	it('SYNC-ISO planted: locking as one reads deadlocks', async () => {
		const store = await storeWithNotes();
		const broken = await brokenOff(
			(work) => store.write(work),
			async (tx, requests) => {
				for (const { table, ids: inOrder, mode } of requests) {
					for (const id of inOrder) await tx.lockRows([{ table, ids: [id], mode }]);
				}
			},
			sampler()
		);
		expect(broken).toBeGreaterThan(0);
	});

	it('SYNC-ISO: 32 whole transactions over shuffled rows neither deadlock nor lose a write', async () => {
		const store = await storeWithNotes();
		const runs = Array.from({ length: 32 }, (_, index) => {
			const mine = samples[index] as string[];
			return decideOn(store, mine, (rows) =>
				[...rows.values()].map((row) => ({ ...row, count: row.count + 1 }))
			);
		});
		await Promise.all(runs);
		const written = Array.from({ length: 32 }, (_, index) => samples[index] as string[]).flat();
		const rows = await store.read((reader) => reader.rows(note, ids));
		const counts = [...rows.values()].map(({ row }) => row['count'] as number);
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(written.length);
	});

	it('access rows are locked in order, shared but for those that a command names', async () => {
		const { store } = await storeForTest();
		await writeNotes(
			store,
			['a', 'b', 'c'].map((id) => noteRow(id)),
			true
		);
		await store.write(async (tx) => {
			const held = await tx.lockAccess(note, ['c', 'a', 'b'], new Set(['b']));
			expect([...held.keys()]).toEqual(['a', 'b', 'c']);
			await store.write(async (other) => {
				const shared = [{ table: note, ids: ['a', 'c'], mode: 'share' as const }];
				expect((await other.lockRows(shared)).get(note)?.size).toBe(2);
			});
		});
	});
});
