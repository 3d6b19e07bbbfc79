import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, withChanges } from '#store/tab/updates.ts';

const items = fc
	.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 3 }))
	.map((found) => new Map(Object.entries(found)));

describe('changes that travel', () => {
	it('what the page makes of the differences is what the worker has', () => {
		fc.assert(
			fc.property(items, items, (before, after) => {
				const changes = changesOf(before, after);
				expect(changes ? withChanges(before, changes) : before).toEqual(after);
			})
		);
	});

	it('the first time everything travels, even nothing', () => {
		expect(changesOf(undefined, new Map())).toEqual({ changed: [], gone: [] });
	});
});
