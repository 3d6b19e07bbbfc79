import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	ageOf,
	compileFilter,
	filterFailure,
	filterFromPairs,
	filterToPairs,
	normalFilter,
	usesAge,
	withCondition,
	type Condition,
	type Filter,
	type FilterFields
} from '#domain/filters/index.ts';
import type { Actor } from '#domain/kernel/index.ts';

interface Row {
	readonly colour: string;
	readonly owner: string | null;
	readonly team: string | null;
	readonly tags: readonly string[];
	readonly at: number;
	readonly title: string;
}

const fields = {
	colour: { kind: 'choice', options: ['red', 'green', 'blue'], of: (row) => row.colour },
	owner: { kind: 'ref', means: 'self', of: (row) => row.owner },
	team: { kind: 'ref', means: 'team', of: (row) => row.team },
	tags: { kind: 'tags', of: (row) => row.tags },
	age: { kind: 'age', of: (row) => row.at },
	text: { kind: 'text', of: [(row) => row.title, (row) => row.owner] }
} as const satisfies FilterFields<Row>;

const NOW = 10_000_000_000;
const actor: Actor = {
	subject: 'u1',
	name: 'U',
	roles: [],
	teams: ['t1', 't2'],
	scopes: new Set()
};

const row: fc.Arbitrary<Row> = fc.record({
	colour: fc.constantFrom('red', 'green', 'blue'),
	owner: fc.constantFrom('u1', 'u2', null),
	team: fc.constantFrom('t1', 't2', 't3', null),
	tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
	at: fc.integer({ min: NOW - 10 * 86_400_000, max: NOW }),
	title: fc.constantFrom('Printer (2nd floor)', 'printer.*', 'VPN', 'Émile')
});

const someOf = (...values: string[]) =>
	fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const isOrNot = fc.constantFrom<'is' | 'not'>('is', 'not');
const condition: fc.Arbitrary<Condition> = fc.oneof(
	fc.record({ field: fc.constant('colour'), op: isOrNot, values: someOf('red', 'green', 'blue') }),
	fc.record({ field: fc.constant('owner'), op: isOrNot, values: someOf('me', 'none', 'u2') }),
	fc.record({ field: fc.constant('team'), op: isOrNot, values: someOf('mine', 'none', 't3') }),
	fc.record({ field: fc.constant('tags'), op: isOrNot, values: someOf('a', 'b', 'c') }),
	fc.record({
		field: fc.constant('age'),
		op: fc.constantFrom<'over' | 'under'>('over', 'under'),
		values: fc.constantFrom<string[]>(['30m'], ['4h'], ['3d'])
	}),
	fc.record({
		field: fc.constant('text'),
		op: isOrNot,
		values: someOf('PRINT', '(2nd', '.*', 'émile')
	})
);
/** One condition a field and operator, as an address holds them. */
const filter = fc.uniqueArray(condition, { selector: ({ field, op }) => `${field} ${op}` });

/** The same by the words of the glossary, as slowly as one likes. */
function holds(one: Row, { field, op, values }: Condition): boolean {
	const isAny = (test: (value: string) => boolean) => values.some(test) === (op !== 'not');
	switch (field) {
		case 'colour':
			return isAny((value) => one.colour === value);
		case 'owner':
			return isAny(
				(value) => one.owner === (value === 'me' ? 'u1' : value === 'none' ? null : value)
			);
		case 'team':
			return isAny((value) =>
				value === 'mine'
					? one.team === 't1' || one.team === 't2'
					: one.team === (value === 'none' ? null : value)
			);
		case 'tags':
			return isAny((value) => one.tags.includes(value));
		case 'age': {
			const isOld = NOW - one.at >= (ageOf(values[0] ?? '') ?? 0);
			return isOld === (op === 'over');
		}
		default: {
			const texts = [one.title, one.owner ?? ''].map((text) => text.toLowerCase());
			const found = values.every((word) => texts.some((text) => text.includes(word.toLowerCase())));
			return found === (op === 'is');
		}
	}
}

describe('compileFilter', () => {
	it('keeps exactly the rows for which every condition holds', () => {
		fc.assert(
			fc.property(filter, fc.array(row, { maxLength: 20 }), (conditions, rows) => {
				const keeps = compileFilter<Row>(fields, conditions, { actor, at: NOW });
				const expected = rows.filter((one) => conditions.every((each) => holds(one, each)));
				expect(rows.filter(keeps)).toEqual(expected);
			}),
			{ numRuns: 300 }
		);
	});

	it('says when time alone changes what it keeps', () => {
		const old: Filter = [{ field: 'age', op: 'over', values: ['3d'] }];
		expect(usesAge(fields, old)).toBe(true);
		expect(usesAge(fields, [{ field: 'colour', op: 'is', values: ['red'] }])).toBe(false);
	});
});

describe('filterFailure', () => {
	it.each<[Condition, string, string]>([
		[{ field: 'size', op: 'is', values: ['1'] }, 'filters.field_unknown', 'filter.0.field'],
		[{ field: 'constructor', op: 'is', values: ['1'] }, 'filters.field_unknown', 'filter.0.field'],
		[{ field: 'colour', op: 'over', values: ['red'] }, 'filters.op_unfit', 'filter.0.op'],
		[
			{ field: 'colour', op: 'is', values: ['red', 'pink'] },
			'filters.value_unknown',
			'filter.0.values.1'
		],
		[{ field: 'owner', op: 'is', values: ['mine'] }, 'filters.value_unknown', 'filter.0.values.0'],
		[{ field: 'team', op: 'is', values: ['me'] }, 'filters.value_unknown', 'filter.0.values.0'],
		[{ field: 'team', op: 'is', values: ['../x'] }, 'filters.value_unknown', 'filter.0.values.0'],
		[
			{ field: 'age', op: 'over', values: ['3 weeks'] },
			'filters.value_unknown',
			'filter.0.values.0'
		],
		[
			{ field: 'age', op: 'over', values: ['3d', '4d'] },
			'filters.value_unknown',
			'filter.0.values.1'
		],
		[{ field: 'text', op: 'is', values: ['  '] }, 'filters.value_unknown', 'filter.0.values.0']
	])('%j is refused as %s at %s', (bad, code, field) => {
		expect(filterFailure(fields, [bad])).toMatchObject({ code, field });
	});

	it('finds nothing wrong with a sound filter', () => {
		fc.assert(
			fc.property(filter, (conditions) => {
				expect(filterFailure(fields, conditions)).toBeNull();
			})
		);
	});
});

describe('UX-50: a filter in an address', () => {
	it('comes back as it went, in one order', () => {
		fc.assert(
			fc.property(filter, (conditions) => {
				const params = new URLSearchParams(filterToPairs(conditions).map(([a, b]) => [a, b]));
				const read = filterFromPairs(fields, new URLSearchParams(params.toString()));
				expect(read).toEqual({ filter: normalFilter(fields, conditions), failures: [] });
			})
		);
	});

	it('reports what it does not know, shows the rest, and leaves the names of others alone', () => {
		const pairs = new URLSearchParams(
			'colour=red&colour=pink&tags.not=a&view=open&age.over=soon&__proto__=1'
		);
		const { filter: read, failures } = filterFromPairs(fields, pairs);
		expect(read).toEqual([{ field: 'tags', op: 'not', values: ['a'] }]);
		expect(failures.map(({ field }) => field)).toEqual(['colour.values.1', 'age.values.0']);
	});

	it('never breaks on any address', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (pairs) => {
				const read = filterFromPairs(fields, pairs).filter;
				expect(filterFailure(fields, read)).toBeNull();
			})
		);
	});

	it('a condition is replaced, and taken away by naming nothing', () => {
		const red = withCondition([], { field: 'colour', op: 'is', values: ['red'] });
		const blue = withCondition(red, { field: 'colour', op: 'is', values: ['blue'] });
		expect(blue).toEqual([{ field: 'colour', op: 'is', values: ['blue'] }]);
		expect(withCondition(blue, { field: 'colour', op: 'is', values: [] })).toEqual([]);
	});
});
