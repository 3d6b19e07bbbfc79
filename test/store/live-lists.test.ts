import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
	defineQuery,
	defineRoot,
	int,
	ref,
	type Actor,
	type AnyRow,
	type Query,
	type Registry
} from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import { LiveLists } from '#store/live/live-lists.ts';

const doc = defineRoot({
	name: 'doc',
	fields: { rank: int(0, 9), owner: ref() },
	scopes: () => ['desk'],
	order: () => 0
});
type Doc = { id: string; rank: number; owner: string };

const docs = defineQuery({
	name: 'docs.below',
	table: doc,
	args: v.strictObject({ below: v.number(), down: v.boolean(), mine: v.boolean() }),
	where:
		({ below, mine }, actor) =>
		(row) =>
			row.rank < below && (!mine || row.owner === actor.subject),
	sort: ({ down }) => ({ id: down ? 'down' : 'up', key: (row) => row.rank, descending: down })
});
const small: Registry = { ...registry, queries: [docs as unknown as Query] };

const actor = (subject: string): Actor => ({
	subject,
	name: subject,
	roles: [],
	teams: [],
	scopes: new Set()
});
const owner = fc.constantFrom('ann', 'bob');
const args = fc.record({
	below: fc.integer({ min: 0, max: 9 }),
	down: fc.boolean(),
	mine: fc.boolean()
});
const row = fc.record({
	id: fc.integer({ min: 0, max: 30 }).map((n) => `d${n}`),
	rank: fc.integer({ min: 0, max: 9 }),
	owner
});
const step = fc.oneof(
	fc.record({ kind: fc.constant('put' as const), row }),
	fc.record({ kind: fc.constant('drop' as const), id: row.map((found) => found.id) }),
	fc.record({ kind: fc.constant('actor' as const), owner }),
	fc.record({ kind: fc.constant('open' as const), args }),
	fc.record({ kind: fc.constant('close' as const), at: fc.nat({ max: 5 }) })
);

type Args = { below: number; down: boolean; mine: boolean };

function expected(rows: Iterable<Doc>, given: Args, subject: string): Doc[] {
	return [...rows]
		.filter((found) => found.rank < given.below && (!given.mine || found.owner === subject))
		.sort((a, b) => (given.down ? b.rank - a.rank : a.rank - b.rank) || (a.id < b.id ? -1 : 1));
}

describe('live lists', () => {
	it('equal a query over all rows after any changes of rows, person and views; what is told is what changed', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
				const rows = new Map<string, Doc>();
				const lists = new LiveLists(small, {
					row: (_, id) => rows.get(id) as AnyRow | undefined,
					ids: () => rows.keys()
				});
				const open = new Map<number, Args>();
				const told = new Map<number, readonly unknown[]>();
				let subject = 'ann';
				lists.setActor(actor(subject));
				for (const [at, now] of steps.entries()) {
					if (now.kind === 'put') rows.set(now.row.id, now.row);
					if (now.kind === 'put') lists.apply('doc', [[now.row.id, now.row]]);
					if (now.kind === 'drop') rows.delete(now.id);
					if (now.kind === 'drop') lists.apply('doc', [[now.id, undefined]]);
					if (now.kind === 'actor') lists.setActor(actor((subject = now.owner)));
					if (now.kind === 'open') {
						open.set(at, now.args);
						lists.open(at, { query: docs.name, args: now.args, size: 5 });
					}
					if (now.kind === 'close') {
						const id = [...open.keys()][now.at];
						if (id !== undefined) open.delete(id);
						if (id !== undefined) lists.close(id);
					}
					for (const [id, state] of lists.take()) told.set(id, [state.total, state.first]);
					for (const [id, given] of open) {
						const all = expected(rows.values(), given, subject);
						expect(lists.rows(id, 0, 100)).toEqual(all);
						expect(told.get(id)).toEqual([all.length, all.slice(0, 5)]);
					}
				}
			})
		);
	});

	it('refuses a query that the registry does not have', () => {
		const lists = new LiveLists(small, { row: () => undefined, ids: () => [] });
		expect(() => lists.open(1, { query: 'docs.none', args: {}, size: 5 })).toThrow('docs.none');
	});

	it('is told nothing of tables that it does not show, and nothing twice', () => {
		const lists = new LiveLists(small, { row: () => undefined, ids: () => [] });
		lists.open(1, { query: docs.name, args: { below: 9, down: false, mine: false }, size: 5 });
		expect([...lists.take().keys()]).toEqual([1]);
		lists.apply('other', [['x', { id: 'x' }]]);
		expect(lists.take().size).toBe(0);
	});
});
