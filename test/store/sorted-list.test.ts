import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sort } from '#domain/kernel/index.ts';
import { SortedList } from '#store/live/sorted-list.ts';

interface Row {
	readonly id: string;
	readonly rank: number;
	readonly name: string;
}

type Change = readonly [id: string, now: Row | undefined];

const sorts: readonly Sort<Row>[] = [
	{ id: 'rank', key: (row) => row.rank, descending: false },
	{ id: 'rank-down', key: (row) => row.rank, descending: true },
	{ id: 'name', key: (row) => row.name, descending: false }
];

const id = fc.integer({ min: 0, max: 60 }).map((n) => `r${n}`);
const row = fc.record({
	id,
	rank: fc.integer({ min: 0, max: 8 }),
	name: fc.string({ maxLength: 2 })
});
const change = fc.oneof(
	{ weight: 3, arbitrary: row.map((now): Change => [now.id, now]) },
	{ weight: 1, arbitrary: id.map((gone): Change => [gone, undefined]) }
);
/** Batches on both sides of the border between single insertions and one pass; one change per row in a batch. */
const batch = fc
	.array(change, { maxLength: 80 })
	.map((changes) => [...new Map(changes.map((item) => [item[0], item])).values()]);

function naive(rows: Iterable<Row>, sort: Sort<Row>): Row[] {
	return [...rows].sort((a, b) => {
		const [x, y] = [sort.key(a), sort.key(b)];
		if (x !== y) return x < y === sort.descending ? 1 : -1;
		return a.id < b.id ? -1 : 1;
	});
}

describe('a sorted list', () => {
	it('equals a naive sort of all rows after any changes, and so does a filtered copy', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...sorts),
				fc.uniqueArray(row, { selector: (item) => item.id }),
				fc.array(batch, { maxLength: 6 }),
				fc.integer({ min: 0, max: 8 }),
				(sort, start, batches, limit) => {
					const keeps = (item: Row) => item.rank < limit;
					const rows = new Map(start.map((item) => [item.id, item]));
					const list = SortedList.of(sort, start);
					const kept = list.filtered(keeps);
					const passing = (item: Row | undefined) => (item && keeps(item) ? item : undefined);
					for (const changes of batches) {
						const steps = changes.map(([id, now]) => ({ before: rows.get(id), now }));
						for (const [id, now] of changes) {
							if (now) rows.set(id, now);
							else rows.delete(id);
						}
						list.apply(steps);
						kept.apply(
							steps.map(({ before, now }) => ({ before: passing(before), now: passing(now) }))
						);
						const all = naive(rows.values(), sort);
						expect(list.window(0, Infinity)).toEqual(all);
						expect(list.size).toBe(all.length);
						expect(kept.window(0, Infinity)).toEqual(all.filter(keeps));
						expect(kept.window(2, 5)).toEqual(all.filter(keeps).slice(2, 5));
					}
				}
			)
		);
	});
});
