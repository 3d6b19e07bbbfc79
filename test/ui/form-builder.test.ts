import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { catalogItem, type Form, type Question } from '#domain/catalog/index.ts';
import {
	announcementErrors,
	announcementFormOf,
	announcementOf
} from '#ui/announcements/announcement-form.ts';
import {
	formChanges,
	keyFrom,
	moved,
	newQuestion,
	retyped,
	withNames
} from '#ui/form-builder/form-edit.ts';
import { formFlaws } from '#ui/form-builder/form-flaws.ts';
import { deedsOf, macroErrors, macroFormOf, macroOf } from '#ui/macros/macro-form.ts';

const yesno = (id: string, after?: string): Question => ({
	id,
	label: id.toUpperCase(),
	type: 'yesno',
	required: false,
	options: [],
	...(after === undefined ? {} : { showWhen: { question: after, is: [true] } })
});
const form: Form = [yesno('a'), yesno('b', 'a'), yesno('c')];

describe('questions in work', () => {
	it('UX-68: a move loses none of them', () => {
		fc.assert(
			fc.property(fc.integer({ min: -2, max: 5 }), fc.integer({ min: -2, max: 5 }), (from, to) => {
				const after = moved(form, from, to);
				expect(after.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c']);
			})
		);
	});

	it('get keys from their words, and conditions follow', () => {
		const other = retyped({ ...newQuestion([]), label: 'Which Wi-Fi?' }, 'choice');
		const options = other.options.map((option, at) => ({ ...option, label: `Hall ${at + 1}` }));
		const asked = { ...other, options };
		const follow: Question = {
			...newQuestion([asked]),
			label: 'Which Wi-Fi?',
			showWhen: { question: asked.id, is: ['new_2'] }
		};
		expect(withNames([asked, follow]).map(({ id, showWhen }) => [id, showWhen])).toEqual([
			['which_wi_fi', undefined],
			['which_wi_fi_2', { question: 'which_wi_fi', is: ['hall_2'] }]
		]);
	});

	it('always get keys that the catalogue takes', () => {
		fc.assert(
			fc.property(
				fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 6 }),
				(labels) => {
					const made = labels.reduce<Form>(
						(before, label) => [
							...before,
							{ ...newQuestion(before), label: `${label}x`.slice(0, 200) }
						],
						[]
					);
					const { success } = v.safeParse(catalogItem.fields.form.schema, withNames(made));
					expect(success).toBe(true);
				}
			)
		);
	});

	it.each(['constructor', '123', '', 'new_1', '東京'])('%j makes a usable key', (words) => {
		expect(keyFrom(words, [])).toBe('question');
	});

	it('keep the key that was saved once', () => {
		expect(withNames([{ ...yesno('old'), label: 'New words' }])[0]?.id).toBe('old');
	});

	it('another type drops the rules of the old one', () => {
		const number: Question = { ...yesno('n'), type: 'number', min: 1, max: 3, whole: true };
		expect(retyped(number, 'text')).toEqual({ ...yesno('n'), type: 'text' });
	});
});

describe('what is wrong with a form', () => {
	it('a question that waits for itself is named with its whole circle', () => {
		const circle = [yesno('a', 'b'), yesno('b', 'a')];
		expect(formFlaws(circle).map(({ field, message }) => [field, message])).toEqual([
			[
				'question-a-when',
				'This question waits for itself: “A” → “B” → “A”. Change when one of them is asked'
			],
			[
				'question-b-when',
				'This question waits for itself: “B” → “A” → “B”. Change when one of them is asked'
			]
		]);
	});

	it('words that are missing are named at their place', () => {
		const choice = retyped({ ...yesno('a'), label: ' ' }, 'choice');
		expect(formFlaws([choice]).map(({ field }) => field)).toEqual([
			'question-a-label',
			'question-a-options'
		]);
	});
});

it('UX-68: a publication tells what it added, removed, changed and moved', () => {
	const after = [yesno('c'), yesno('a'), { ...yesno('d'), label: 'D' }];
	expect(formChanges(form, after)).toEqual([
		{ kind: 'removed', label: 'B' },
		{ kind: 'moved', label: 'C' },
		{ kind: 'moved', label: 'A' },
		{ kind: 'added', label: 'D' }
	]);
	expect(formChanges(form, form)).toEqual([]);
});

describe('an announcement in a form', () => {
	const at = { zone: 'Europe/Berlin', now: Date.UTC(2026, 10, 24, 12, 0, 7) };
	const row = {
		title: 'Storm',
		words: 'Stay in.',
		severity: 'warning',
		concerns: 'site',
		site: 's1',
		team: null,
		from: at.now,
		until: at.now + 3_600_001
	} as const;

	it('comes out as it went in, to the millisecond', () => {
		expect(announcementOf(announcementFormOf(row, at.zone), row, at)).toEqual(row);
	});

	it.each([
		[{ concerns: 'team' }, 'team'],
		[{ site: '' }, 'site'],
		[{ until: '2026-11-24T10:00' }, 'until'],
		[{ title: ' ' }, 'title']
	])('%j is refused at %s', (change, field) => {
		const typed = { ...announcementFormOf(row, at.zone), ...change };
		const errors = announcementErrors(typed, announcementOf(typed, row, at));
		expect(errors.map((error) => error.field)).toEqual([field]);
	});
});

describe('a macro in a form', () => {
	it('UX-55: deeds come out as they went in', () => {
		const deeds = {
			priority: { level: 1, reason: 'Everybody waits' },
			impact: 1,
			addTags: ['vip'],
			team: null,
			assignee: 'me',
			checks: ['one', 'two'],
			step: { verb: 'resolve', code: 'fixed', note: 'Done.' }
		} as const;
		const row = { title: 'x', audience: 'public', body: '', share: 'desk', team: null, deeds };
		expect(deedsOf(macroFormOf(row as never), deeds as never)).toEqual(deeds);
	});

	it.each([
		[{ title: 'Hi', body: '' }, ['body']],
		[{ title: '', body: 'x' }, ['title']],
		[{ title: 'Hi', body: '{{agent.salary}}' }, ['body']],
		[{ title: 'Hi', verb: 'resolve' }, ['code']],
		[{ title: 'Hi', body: 'x', share: 'team' }, ['share-team']],
		[{ title: 'Hi', body: 'Hello {{requester.firstName}}' }, []]
	])('UX-55: %j is refused at %j', (given, fields) => {
		const typed = { ...macroFormOf(undefined), ...given };
		expect(macroErrors(typed, macroOf(typed, undefined)).map(({ field }) => field)).toEqual(fields);
	});
});
