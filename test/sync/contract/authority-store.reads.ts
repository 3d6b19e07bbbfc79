import { expect, it } from 'vitest';
import { versionFingerprint } from '#domain/kernel/index.ts';
import { type AuthorityStore } from '#sync/authority/ports.ts';
import { docs, notes } from '../support/world-registry.ts';
import { AT, docPut, notePut, writesTo, writeRows } from './authority-store.rows.ts';

/** What is read from one snapshot. */
export function describeReads(create: () => Promise<AuthorityStore>): void {
	it('a reader stands in one snapshot, whatever is committed meanwhile', async () => {
		const store = await create();
		await store.read(async (reader) => {
			const before = await reader.positions();
			await writeRows(store, [writesTo(docs, { puts: [docPut('d1')] })]);
			expect(await reader.positions()).toEqual(before);
			expect((await reader.rows(docs, ['d1'])).size).toBe(0);
		});
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
}
