import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketColumns } from '#domain/tickets/index.ts';
import { columnsOf, fittingColumns, gridOf, USUAL_COLUMNS } from '#ui/tickets/queue-columns.ts';
import { QueueLayout } from '#ui/tickets/queue-items.ts';
import { pressOf, selectKey } from '#ui/tickets/queue-presses.ts';

const groups = fc.uniqueArray(
	fc.record({ key: fc.string(), count: fc.integer({ min: 1, max: 5 }) }),
	{
		selector: ({ key }) => key,
		maxLength: 12
	}
);

describe('UX-50: headings between the rows', () => {
	it('every row stands once under its heading, folded ones not, in any window', async () => {
		await fc.assert(
			fc.asyncProperty(
				groups,
				fc.func(fc.boolean()),
				fc.nat(70),
				fc.nat(70),
				async (all, folds, a, b) => {
					const total = all.reduce((sum, { count }) => sum + count, 0);
					const layout = new QueueLayout(total, all, folds);
					let row = 0;
					const wanted = all.flatMap(({ key, count }) => {
						const first = row;
						row += count;
						const rows = Array.from({ length: count }, (_, at) => first + at);
						return [key, ...(folds(key) ? [] : rows)];
					});
					const whole = all.length === 0 ? Array.from({ length: total }, (_, at) => at) : wanted;
					const [from, to] = a < b ? [a, b] : [b, a];
					const asked = async (first: number, end: number) =>
						Array.from({ length: end - first }, (_, at) => first + at);
					const items = await layout.items(from, to, asked);
					const shown = items.map((item) => (item.kind === 'row' ? item.row : item.key));
					expect(layout.total).toBe(whole.length);
					expect(shown).toEqual(whole.slice(from, to));
					for (const [at, item] of whole.entries()) {
						expect(layout.rowAt(at)).toBe(typeof item === 'number' ? item : -1);
						if (typeof item === 'number') expect(layout.itemAt(item)).toBe(at);
					}
				}
			)
		);
	});

	it('a list without groups is its rows', async () => {
		const layout = new QueueLayout(3, [], () => false);
		expect([layout.total, layout.rowAt(2), layout.itemAt(2), layout.itemAt(-1)]).toEqual([
			3, 2, 2, -1
		]);
		const items = await layout.items(1, 9, async (from, to) => ['a', 'b', 'c'].slice(from, to));
		expect(items).toEqual([
			{ kind: 'row', row: 'b', index: 1 },
			{ kind: 'row', row: 'c', index: 2 }
		]);
	});
});

describe('UX-50: columns', () => {
	it('a narrow pane keeps what tells the rows apart, in the order of the view', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.constantFrom(...ticketColumns), { minLength: 1 }),
				fc.integer({ min: 0, max: 2000 }),
				(columns, width) => {
					const kept = fittingColumns(columns, width);
					expect(kept.length).toBeGreaterThan(0);
					expect(columns.filter((column) => kept.includes(column))).toEqual(kept);
					expect(gridOf(kept).split(' minmax(0, 1fr)')).toHaveLength(2);
				}
			)
		);
		expect(fittingColumns(USUAL_COLUMNS, 2000)).toEqual(USUAL_COLUMNS);
		expect(fittingColumns(USUAL_COLUMNS, 320)).toEqual(['number', 'title']);
	});

	it('none chosen are the usual ones, and unknown ones are left out', () => {
		expect(columnsOf([])).toBe(USUAL_COLUMNS);
		expect(columnsOf(['title', 'nonsense'])).toEqual(['title']);
	});
});

describe('UX-51: what a press on a row means', () => {
	const press = (keys: object, onBox = false) =>
		pressOf(
			Object.assign(new Event('click'), { button: 0, shiftKey: false, ...keys }, {}) as Event,
			onBox
		);
	it.each([
		[{}, false, 'open'],
		[{ shiftKey: true }, false, 'range'],
		[{ ctrlKey: true }, false, 'toggle'],
		[{ metaKey: true }, false, 'toggle'],
		[{}, true, 'toggle']
	] as const)('%o, picking %s: %s', (keys, picking, meant) => {
		expect(press(keys, picking)).toBe(meant);
	});

	it('Enter opens also while rows are picked by taps', () => {
		expect(pressOf(new Event('keydown'), true)).toBe('open');
	});

	const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
	it.each([
		[{ key: 'X', shiftKey: true }, 'range'],
		[{ key: 'a', ctrlKey: true }, 'all'],
		[{ key: 'a', metaKey: true }, 'all'],
		[{ key: 'Escape' }, 'clear'],
		[{ key: 'x' }, undefined],
		[{ key: 'a', altKey: true, ctrlKey: true }, undefined]
	] as const)('key %o: %s', (event, meant) => {
		expect(selectKey({ ...plain, ...event }, true)).toBe(meant);
	});

	it('UX-49: letters can be off', () => {
		expect(selectKey({ ...plain, key: 'X', shiftKey: true }, false)).toBeUndefined();
	});
});
