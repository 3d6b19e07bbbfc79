import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	answersOf,
	answersSchema,
	questionTypes,
	validateAnswers,
	type Answers,
	type Question
} from '#domain/catalog/index.ts';
import { catalogItem } from '#domain/catalog/index.ts';

const options = [
	{ id: 'a', label: 'Option A' },
	{ id: 'b', label: 'Option B' }
];
function question(type: Question['type'], required = false, id = 'q'): Question {
	return { id, label: 'Question', type, required, options: type === 'choice' ? options : [] };
}
const codes = (form: readonly Question[], answers: Answers) =>
	validateAnswers({ form }, answers).map(({ code, field }) => [code, field]);

describe('catalog: answers', () => {
	it.each([
		['text', 'short', true],
		['text', 'x'.repeat(201), false],
		['text', 7, false],
		['longtext', 'x'.repeat(4_000), true],
		['choice', 'b', true],
		['choice', 'Option B', false],
		['choice', 'constructor', false],
		['date', '2028-02-29', true],
		['date', '2027-02-29', false],
		['date', '2027-13-01', false],
		['date', '27-1-1', false],
		['number', 0, true],
		['number', '7', false],
		['yesno', false, true],
		['yesno', 'yes', false]
	] as const)('%s takes %j: %s', (type, value, fits) => {
		const expected = fits ? [] : [['catalog.answer_invalid', 'answers.q']];
		expect(codes([question(type)], [{ id: 'q', value }])).toEqual(expected);
	});

	it('names every missing and every unknown question', () => {
		const form = [question('text', true, 'one'), question('yesno', true, 'two'), question('text')];
		const answers = [
			{ id: 'one', value: '  ' },
			{ id: '__proto__', value: 'x' },
			{ id: 'constructor', value: 'x' }
		];
		expect(codes(form, answers)).toEqual([
			['catalog.answer_missing', 'answers.one'],
			['catalog.answer_missing', 'answers.two'],
			['catalog.answer_unknown', 'answers.__proto__'],
			['catalog.answer_unknown', 'answers.constructor']
		]);
	});

	it('keeps labels, and of a choice what it said, in the order of the form', () => {
		const form = [question('choice', true, 'pick'), question('text', false, 'more')];
		const kept = answersOf({ form }, [
			{ id: 'more', value: '' },
			{ id: 'pick', value: 'a' }
		]);
		expect(kept).toEqual([{ id: 'pick', label: 'Question', type: 'choice', value: 'Option A' }]);
	});

	it('never throws, and what passes is kept whole', () => {
		const anyForm = fc.uniqueArray(
			fc.record({
				id: fc.stringMatching(/^[a-z]{1,3}$/),
				type: fc.constantFrom(...questionTypes),
				required: fc.boolean()
			}),
			{ selector: ({ id }) => id, maxLength: 6 }
		);
		const anyAnswers = fc.array(
			fc.record({
				id: fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.string()),
				value: fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null))
			})
		);
		fc.assert(
			fc.property(anyForm, anyAnswers, (shapes, answers) => {
				const form = shapes.map(({ id, type, required }) => question(type, required, id));
				const failures = validateAnswers({ form }, answers);
				const known = new Set(form.map(({ id }) => id));
				if (answers.some(({ id }) => !known.has(id))) expect(failures.length).toBeGreaterThan(0);
				if (failures.length > 0) return;
				for (const required of form.filter((one) => one.required)) {
					expect(answersOf({ form }, answers).some(({ id }) => id === required.id)).toBe(true);
				}
			})
		);
	});

	it.each([
		['a lone surrogate', [{ id: 'q', value: '\ud800' }]],
		['NUL', [{ id: 'q', value: 'a\u0000' }]],
		['an endless number', [{ id: 'q', value: Infinity }]],
		['an object', [{ id: 'q', value: { a: 1 } }]],
		[
			'a doubled question',
			[
				{ id: 'q', value: 1 },
				{ id: 'q', value: 2 }
			]
		],
		['a map', { q: 1 }],
		['too much', Array.from({ length: 31 }, (_none, n) => ({ id: `q${n}`, value: 1 }))],
		['a field too many', [{ id: 'q', value: 1, label: 'x' }]]
	])('refuses %s on the wire', (_what, answers) => {
		expect(v.safeParse(answersSchema, answers).success).toBe(false);
	});

	it.each([
		['a reserved name', [question('text', false, 'constructor')]],
		['__proto__', [question('text', false, '__proto__')]],
		['the same name twice', [question('text'), question('date')]],
		['a choice of nothing', [{ ...question('choice'), options: [] }]],
		['options where none are asked for', [{ ...question('text'), options }]]
	])('a form refuses %s', (_what, form) => {
		expect(v.safeParse(catalogItem.fields.form.schema, form).success).toBe(false);
	});
});
