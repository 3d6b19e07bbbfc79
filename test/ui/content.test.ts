import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	isDirty,
	keptMine,
	opened,
	received,
	saved,
	tookTheirs,
	written
} from '#ui/content/written-field.ts';
import { changedFields } from '#ui/content/changes.ts';
import { dayInput, endOfDay, momentInput, momentOf } from '#ui/format/local-input.ts';
import { lineDiff } from '#ui/workshop/line-diff.ts';
import { enterEdit, imageEdit, markEdit, marks, type TextEdit } from '#ui/workshop/marks.ts';

const apply = (text: string, edit: TextEdit): string =>
	text.slice(0, edit.from) + edit.text + text.slice(edit.to);

describe('a text beside another', () => {
	const words = fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd'), { maxLength: 14 });

	it('UX-68: keeps every line of both, in order', () => {
		fc.assert(
			fc.property(words, words, (before, after) => {
				const lines = lineDiff(before.join('\n'), after.join('\n'));
				const without = (kind: string) =>
					lines.filter((line) => line.kind !== kind).map(({ text }) => text);
				expect(without('added').join('\n')).toBe(before.join('\n'));
				expect(without('removed').join('\n')).toBe(after.join('\n'));
			})
		);
	});

	it('names one added line and nothing else', () => {
		expect(lineDiff('one\ntwo', 'one\nand\ntwo').map(({ kind }) => kind)).toEqual([
			'same',
			'added',
			'same'
		]);
	});
});

describe('words that two people write', () => {
	it('UX-12: what somebody else wrote is adopted while nothing of one’s own stands there', () => {
		expect(received(opened('a'), 'b', false)).toEqual(opened('b'));
	});

	it('UX-12: both stay where both wrote', () => {
		const met = received(written(opened('a'), 'mine'), 'theirs', false);
		expect(met).toMatchObject({ mine: 'mine', theirs: 'theirs' });
		expect(keptMine(met)).toEqual({ mine: 'mine', seen: 'theirs', sent: [] });
		expect(isDirty(keptMine(met))).toBe(true);
		expect(tookTheirs(met)).toEqual(opened('theirs'));
	});

	it('UX-12: a saved text that the server did not take is shown beside the other, not replaced', () => {
		const field = saved(written(opened('a'), 'mine'), 'mine');
		const echoed = received(field, 'mine', true);
		expect(received(echoed, 'theirs', false)).toMatchObject({ mine: 'mine', theirs: 'theirs' });
	});

	it('an acknowledged text gives way to a later one', () => {
		const field = received(saved(written(opened('a'), 'mine'), 'mine'), 'mine', false);
		expect(received(field, 'later', false)).toEqual(opened('later'));
	});

	it('never loses what was typed, whatever the record shows', () => {
		const value = fc.constantFrom('a', 'b', 'c', 'd');
		fc.assert(
			fc.property(fc.array(fc.tuple(value, fc.boolean()), { maxLength: 8 }), (shown) => {
				let field = written(opened('a'), 'typed');
				for (const [other, waiting] of shown) field = received(field, other, waiting);
				expect(field.mine).toBe('typed');
			})
		);
	});
});

describe('the toolbar', () => {
	it('takes every mark away again', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 20 });
		const wraps = marks.filter((mark) => ['bold', 'italic', 'code'].includes(mark));
		fc.assert(
			fc.property(text, fc.nat(20), fc.nat(20), fc.constantFrom(...wraps), (words, a, b, mark) => {
				const [from = 0, to = 0] = [a, b]
					.map((at) => at % (words.length + 1))
					.sort((x, y) => x - y);
				const first = markEdit(mark, words, from, to);
				const marked = apply(words, first);
				expect(apply(marked, markEdit(mark, marked, ...first.select))).toBe(words);
			})
		);
	});

	it.each([
		['heading', 'one\ntwo', 1, 1, '## one\ntwo'],
		['list', 'one\ntwo', 0, 7, '- one\n- two'],
		['list', '- one\n- two', 0, 11, 'one\ntwo'],
		['steps', '- one\n- two', 0, 11, '1. one\n2. two'],
		['link', 'see here', 4, 8, 'see [here](https://)']
	] as const)('%s turns %j into markdown', (mark, text, from, to, wanted) => {
		expect(apply(text, markEdit(mark, text, from, to))).toBe(wanted);
	});

	it('continues a list, and ends it after an empty line', () => {
		const list = '1. one';
		const next = enterEdit(list, list.length);
		expect(next && apply(list, next)).toBe('1. one\n2. ');
		const empty = '- one\n- ';
		const end = enterEdit(empty, empty.length);
		expect(end && apply(empty, end)).toBe('- one\n');
		expect(enterEdit('plain', 5)).toBeUndefined();
	});

	it('an image never lands inside a line', () => {
		expect(apply('**a**\nb', imageEdit('**a**\nb', 3, 'x', '0'))).toBe('**a**\n![x](image:0)\nb');
	});

	it('an image’s name cannot break out of its brackets', () => {
		const edit = imageEdit('', 0, 'a](x)[b\n', 'f'.repeat(64));
		expect(edit.text).toBe(`![a (x) b](image:${'f'.repeat(64)})\n`);
	});
});

describe('times on the clock of a zone', () => {
	const zone = 'Europe/Berlin';
	it('UX-17: an instant survives the way through an input, to the minute', () => {
		const minute = 60_000;
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 60_000_000 }), (minutes) => {
				const at = minutes * minute;
				const back = momentOf(momentInput(at, zone), zone) ?? 0;
				// The hour that comes twice in autumn is the first of both.
				expect([0, 60 * minute]).toContain(at - back);
			})
		);
	});

	it.each([
		['2026-03-29', Date.UTC(2026, 2, 29, 22) - 1],
		['2026-10-25', Date.UTC(2026, 9, 25, 23) - 1],
		['2026-12-24', Date.UTC(2026, 11, 24, 23) - 1]
	])('%s ends where the zone says', (day, end) => {
		expect(endOfDay(day, zone)).toBe(end);
		expect(dayInput(end, zone)).toBe(day);
	});

	it.each(['', '2026-13-01T00:00', 'soon', '2026-01-01'])('%j is no moment', (typed) => {
		expect(momentOf(typed, zone)).toBeUndefined();
	});
});

it('only what differs is a change', () => {
	const row = { id: '1', title: 'a', tags: ['x'] };
	expect(changedFields(row, { title: 'a', tags: ['x'] })).toBeUndefined();
	expect(changedFields(row, { title: 'b', tags: ['x'] })).toEqual({
		names: ['title'],
		changes: { title: 'b' }
	});
});
