import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseOf, mergeFields } from '#domain/kernel/index.ts';

const fields = ['a', 'b', 'c', 'd'] as const;
type Row = Record<(typeof fields)[number], number>;
const value = fc.constantFrom(0, 1, 2);
const row: fc.Arbitrary<Row> = fc.record({ a: value, b: value, c: value, d: value });
const changes = fc.record({ a: value, b: value, c: value, d: value }, { requiredKeys: [] });
const groups = [['a', 'b']] as const;

describe('SYNC-6: merging fields', () => {
	it('applies all where nothing has moved since, whatever the groups', () => {
		fc.assert(
			fc.property(row, changes, (seen, wanted) => {
				const { patch, kept, verdict } = mergeFields(
					seen,
					wanted,
					baseOf(seen, [...fields]),
					groups
				);
				expect([patch, kept, verdict.kind]).toEqual([wanted, [], 'applied']);
			})
		);
	});

	it('each field is either applied or kept, and what is kept has really moved or shares a group', () => {
		fc.assert(
			fc.property(row, row, changes, (seen, now, wanted) => {
				const { patch, kept } = mergeFields(now, wanted, baseOf(seen, [...fields]), groups);
				expect([...Object.keys(patch), ...kept].sort()).toEqual(Object.keys(wanted).sort());
				const clashes = (name: keyof Row) =>
					wanted[name] !== undefined && seen[name] !== now[name] && now[name] !== wanted[name];
				for (const name of fields) {
					const inGroup = groups[0].includes(name as 'a') && groups[0].some(clashes);
					expect(kept.includes(name)).toBe(name in wanted && (clashes(name) || inGroup));
				}
			})
		);
	});

	it('says conflict exactly when something was wanted and nothing applied', () => {
		fc.assert(
			fc.property(row, row, changes, (seen, now, wanted) => {
				const { patch, kept, verdict } = mergeFields(
					now,
					wanted,
					baseOf(seen, [...fields]),
					groups
				);
				const nothing = Object.keys(patch).length === 0 && kept.length > 0;
				expect(verdict.kind === 'rejected').toBe(nothing);
				if (!nothing && kept.length > 0) expect(verdict).toEqual({ kind: 'merged', fields: kept });
			})
		);
	});

	it('merging twice is merging once', () => {
		fc.assert(
			fc.property(row, row, changes, (seen, now, wanted) => {
				const base = baseOf(seen, [...fields]);
				const once = { ...now, ...mergeFields(now, wanted, base, groups).patch };
				expect({ ...once, ...mergeFields(once, wanted, base, groups).patch }).toEqual(once);
			})
		);
	});
});
