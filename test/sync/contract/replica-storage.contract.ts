import { describe, expect, it } from 'vitest';
import type { ReplicaStorage } from '#sync/replica/ports.ts';

/** A device under test: connections of two tabs to the same database, and what the browser does to it. */
export interface StorageUnderTest {
	readonly first: ReplicaStorage;
	readonly second: ReplicaStorage;
	/** A connection as a new start of the browser would get it. */
	reopen(): Promise<ReplicaStorage>;
}

/** What every storage of the replica has to keep, whatever it is made of. */
export function describeReplicaStorage(name: string, create: () => Promise<StorageUnderTest>) {
	describe(`replica storage: ${name}`, () => {
		it('reads its own writes inside a transaction, and everybody reads them after it', async () => {
			const { first, second } = await create();
			const seen = await first.write(['meta', 'queue'], async (tx) => {
				await tx.put('meta', 'rev', 1);
				await tx.put('queue', 1, { a: [1, 2] });
				return [await tx.get('meta', 'rev'), await tx.get('queue', 1)];
			});
			expect(seen).toEqual([1, { a: [1, 2] }]);
			const read = await second.read(['meta', 'queue'], async (tx) => [
				await tx.get('meta', 'rev'),
				await tx.get('queue', 1),
				await tx.get('queue', 2)
			]);
			expect(read).toEqual([1, { a: [1, 2] }, undefined]);
		});

		it('keeps what is committed over a new start', async () => {
			const { first, reopen } = await create();
			await first.write(['outcome'], (tx) => tx.put('outcome', 'mid', { kind: 'applied' }));
			const again = await reopen();
			expect(await again.read(['outcome'], (tx) => tx.get('outcome', 'mid'))).toEqual({
				kind: 'applied'
			});
		});

		it('writes nothing when the work throws', async () => {
			const { first, second } = await create();
			await first.write(['meta'], (tx) => tx.put('meta', 'rev', 1));
			const broken = first.write(['meta', 'base'], async (tx) => {
				await tx.put('meta', 'rev', 2);
				await tx.delete('meta', 'rev');
				await tx.put('base', 'doc/1', {});
				throw new Error('changed my mind');
			});
			await expect(broken).rejects.toThrow('changed my mind');
			const read = await second.read(['meta', 'base'], async (tx) => [
				await tx.get('meta', 'rev'),
				await tx.getAll('base')
			]);
			expect(read).toEqual([1, []]);
		});

		it('answers records in order of key, numbers as numbers, bounds inclusive', async () => {
			const { first } = await create();
			await first.write(['revlog', 'base'], async (tx) => {
				for (const rev of [10, 9, 2, 1]) await tx.put('revlog', rev, rev);
				for (const key of ['b', 'a', 'c']) await tx.put('base', key, key);
			});
			const keys = await first.read(['revlog', 'base'], async (tx) => ({
				all: (await tx.getAll('revlog')).map(({ key }) => key),
				some: (await tx.getAll('revlog', { from: 2, to: 9 })).map(({ value }) => value),
				from: (await tx.getAll('base', { from: 'b' })).map(({ key }) => key),
				to: (await tx.getAll('base', { to: 'b' })).map(({ key }) => key)
			}));
			expect(keys).toEqual({ all: [1, 2, 9, 10], some: [2, 9], from: ['b', 'c'], to: ['a', 'b'] });
		});

		it('replaces, deletes and clears', async () => {
			const { first } = await create();
			const left = await first.write(['window', 'draft'], async (tx) => {
				await tx.put('window', 0, 'a');
				await tx.put('window', 0, 'b');
				await tx.put('window', 1, 'c');
				await tx.delete('window', 1);
				await tx.delete('window', 7);
				await tx.put('draft', 'x', 1);
				await tx.clear('draft');
				return [await tx.getAll('window'), await tx.getAll('draft')];
			});
			expect(left).toEqual([[{ key: 0, value: 'b' }], []]);
		});

		it('stores copies: a value changed afterwards stays what it was', async () => {
			const { first } = await create();
			const value = { rows: [{ id: 'a' }] };
			await first.write(['pages'], (tx) => tx.put('pages', 1, value));
			value.rows.push({ id: 'b' });
			const read = () => first.read(['pages'], (tx) => tx.get('pages', 1));
			const copy = (await read()) as typeof value;
			copy.rows.push({ id: 'c' });
			expect(await read()).toEqual({ rows: [{ id: 'a' }] });
		});

		it('writers on the same store never interleave: no increment is lost', async () => {
			const { first, second } = await create();
			const increment = (storage: ReplicaStorage) =>
				storage.write(['meta'], async (tx) => {
					const rev = ((await tx.get('meta', 'rev')) as number | undefined) ?? 0;
					await tx.put('meta', 'rev', rev + 1);
				});
			await Promise.all(
				Array.from({ length: 20 }, (_, index) => increment(index % 2 ? first : second))
			);
			expect(await first.read(['meta'], (tx) => tx.get('meta', 'rev'))).toBe(20);
		});

		it('a reader sees one moment: both of two records written together, or none', async () => {
			const { first, second } = await create();
			const writing = first.write(['meta', 'queue'], async (tx) => {
				await tx.put('meta', 'nextId', 2);
				await tx.put('queue', 1, {});
			});
			const read = await second.read(['meta', 'queue'], async (tx) => [
				await tx.get('meta', 'nextId'),
				await tx.get('queue', 1)
			]);
			await writing;
			expect([
				[undefined, undefined],
				[2, {}]
			]).toContainEqual(read);
		});
	});
}
