import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listMove } from '#ui/kit/list/list-keys.ts';
import { RowWindow } from '#ui/kit/list/row-window.svelte.ts';
import { pagesOf, scrolledTo, visibleRange } from '#ui/kit/list/visible-range.ts';

const view = fc
	.record({
		scrolled: fc.double({ min: -500, max: 4_000_000, noNaN: true }),
		height: fc.integer({ min: 1, max: 2000 }),
		rowHeight: fc.integer({ min: 20, max: 80 }),
		total: fc.integer({ min: 0, max: 100_000 }),
		overscan: fc.integer({ min: 0, max: 60 })
	})
	.map((made) => ({
		...made,
		scrolled: Math.min(made.scrolled, Math.max(0, made.total * made.rowHeight - made.height))
	}));

describe('the rows in view', () => {
	it('UX-50: cover every pixel of the view, wherever it is scrolled', () => {
		fc.assert(
			fc.property(view, (made) => {
				const { from, to } = visibleRange(made);
				expect(from).toBeGreaterThanOrEqual(0);
				expect(to).toBeLessThanOrEqual(made.total);
				const top = Math.max(0, made.scrolled);
				const bottom = Math.min(top + made.height, made.total * made.rowHeight);
				if (made.total > 0) expect(from * made.rowHeight).toBeLessThanOrEqual(top);
				expect(to * made.rowHeight).toBeGreaterThanOrEqual(bottom);
			})
		);
	});

	it('UX-50: stay few, however long the list', () => {
		fc.assert(
			fc.property(view, (made) => {
				const { from, to } = visibleRange(made);
				const most = Math.ceil(made.height / made.rowHeight) + 1 + 2 * made.overscan;
				expect(to - from).toBeLessThanOrEqual(most);
			})
		);
	});

	it('lie on pages that hold them', () => {
		expect(pagesOf({ from: 0, to: 0 }, 100)).toEqual([]);
		expect(pagesOf({ from: 0, to: 100 }, 100)).toEqual([0]);
		expect(pagesOf({ from: 99, to: 201 }, 100)).toEqual([0, 1, 2]);
	});

	it('move no further than needed to show a row', () => {
		const at = { scrolled: 360, height: 360, rowHeight: 36 };
		expect(scrolledTo({ ...at, index: 12 })).toBe(360);
		expect(scrolledTo({ ...at, index: 3 })).toBe(108);
		expect(scrolledTo({ ...at, index: 20 })).toBe(396);
	});
});

describe('keys in a list', () => {
	const list = { active: 5, total: 10, page: 4, letters: true };
	const press = (key: string, extra = {}) => ({
		key,
		ctrlKey: false,
		metaKey: false,
		altKey: false,
		...extra
	});

	it.each([
		['j', 6],
		['k', 4],
		['ArrowDown', 6],
		['PageUp', 1],
		['PageDown', 9],
		['Home', 0],
		['End', 9],
		['q', undefined]
	])('UX-49: %s moves to %s', (key, to) => {
		expect(listMove(press(key), list)).toBe(to);
	});

	it('UX-49: letters can be switched off, and do nothing with Ctrl', () => {
		expect(listMove(press('j'), { ...list, letters: false })).toBeUndefined();
		expect(listMove(press('j', { ctrlKey: true }), list)).toBeUndefined();
		expect(listMove(press('End'), { ...list, total: 0 })).toBeUndefined();
	});
});

describe('the window of rows in memory', () => {
	const settle = () => new Promise<void>((done) => queueMicrotask(() => queueMicrotask(done)));

	it('asks for each page once and answers from it', async () => {
		const asked: number[] = [];
		const rows = new RowWindow<number>(async (from, to) => {
			asked.push(from);
			return Array.from({ length: to - from }, (_, index) => from + index);
		});
		rows.want({ from: 90, to: 110 });
		rows.want({ from: 95, to: 115 });
		await settle();
		expect(asked).toEqual([0, 100]);
		expect(rows.at(104)).toBe(104);
		expect(rows.at(200)).toBeUndefined();
	});

	it('UX-22: keeps the old rows until the new ones arrive', async () => {
		const rows = new RowWindow<string>(async () => ['old']);
		rows.want({ from: 0, to: 1 });
		await settle();
		let arrive: (rows: readonly string[]) => void = () => undefined;
		rows.renew(() => new Promise((done) => (arrive = done)));
		rows.want({ from: 0, to: 1 });
		expect(rows.at(0)).toBe('old');
		arrive(['new']);
		await settle();
		expect(rows.at(0)).toBe('new');
	});

	it('forgets pages left long ago, and asks for them anew', async () => {
		const asked: number[] = [];
		const rows = new RowWindow<number>(async (from) => {
			asked.push(from);
			return [from];
		});
		for (let from = 0; from < 5_000; from += 100) {
			rows.want({ from, to: from + 1 });
			await settle();
		}
		expect(rows.at(0)).toBeUndefined();
		expect(rows.at(4_900)).toBe(4_900);
		rows.want({ from: 0, to: 1 });
		await settle();
		expect(rows.at(0)).toBe(0);
		expect(asked.filter((from) => from === 0)).toHaveLength(2);
	});

	it('drops an answer that a newer revision has overtaken', async () => {
		let late: (rows: readonly string[]) => void = () => undefined;
		const rows = new RowWindow<string>(() => new Promise((done) => (late = done)));
		rows.want({ from: 0, to: 1 });
		rows.renew(async () => ['new']);
		rows.want({ from: 0, to: 1 });
		await settle();
		late(['old']);
		await settle();
		expect(rows.at(0)).toBe('new');
	});
});
