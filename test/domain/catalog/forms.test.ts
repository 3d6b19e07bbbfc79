import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	answersOf,
	catalogItem,
	formFailures,
	questionsAsked,
	validateAnswers,
	type Answers,
	type Form,
	type Question
} from '#domain/catalog/index.ts';

type Rules = Partial<Question>;
function ask(id: string, type: Question['type'], rules: Rules = {}): Question {
	return { id, label: id, type, required: false, options: [], ...rules };
}
const yes = (id: string, rules: Rules = {}) => ask(id, 'yesno', rules);
const when = (question: string, ...is: (string | boolean)[]): Rules => ({
	showWhen: { question, is }
});
const ab = [
	{ id: 'a', label: 'A' },
	{ id: 'b', label: 'B' }
];
const wrongIn = (form: Form) => formFailures(form).map(({ code, field }) => [code, field]);
const given = (values: Readonly<Record<string, Answers[number]['value']>>): Answers =>
	Object.entries(values).map(([id, value]) => ({ id, value }));
const failuresOf = (form: Form, answers: Answers) =>
	validateAnswers({ form }, answers).map(({ code, field }) => [code, field]);

describe('catalog: conditions of a form', () => {
	it('a circle is refused, naming each question in it and none beside it', () => {
		const form = [
			yes('one', when('three', true)),
			yes('two', when('one', true)),
			yes('three', when('two', true)),
			yes('outside', when('one', true)),
			yes('own', when('own', true))
		];
		expect(wrongIn(form)).toEqual([
			['catalog.condition_cyclic', 'form.one'],
			['catalog.condition_cyclic', 'form.two'],
			['catalog.condition_cyclic', 'form.three'],
			['catalog.condition_cyclic', 'form.own']
		]);
		expect(formFailures(form)[0]?.facts).toEqual({ questions: ['one', 'three', 'two'] });
	});

	it.each<[string, Form, string]>([
		['a question that is not there', [yes('q', when('gone', true))], 'catalog.condition_unknown'],
		['an inherited name', [yes('q', when('valueOf', true))], 'catalog.condition_unknown'],
		[
			'an option that is not there',
			[ask('c', 'choice', { options: ab }), yes('q', when('c', 'z'))],
			'catalog.condition_unfit'
		],
		[
			'words as an answer to yes or no',
			[yes('c'), yes('q', when('c', 'yes'))],
			'catalog.condition_unfit'
		],
		['an answer in words', [ask('c', 'text'), yes('q', when('c', 'a'))], 'catalog.condition_unfit'],
		['more than the most', [ask('q', 'number', { min: 5, max: 4 })], 'catalog.rule_impossible'],
		[
			'no whole number between',
			[ask('q', 'number', { min: 1.2, max: 1.8, whole: true })],
			'catalog.rule_impossible'
		],
		['a text longer than any', [ask('q', 'text', { min: 201 })], 'catalog.rule_impossible'],
		['a bound for a yes', [yes('q', { min: 1 })], 'catalog.rule_impossible'],
		['a shape for a number', [ask('q', 'number', { format: 'email' })], 'catalog.rule_impossible'],
		[
			'days the wrong way round',
			[ask('q', 'date', { earliest: '2027-02-02', latest: '2027-02-01' })],
			'catalog.rule_impossible'
		]
	])('%s is refused', (_what, form, code) => {
		expect(wrongIn(form)).toEqual([[code, 'form.q']]);
	});

	it('a question is asked only while the one that it looks at is asked and answered so', () => {
		const form = [
			yes('top'),
			ask('pick', 'choice', { options: ab, ...when('top', true) }),
			ask('deep', 'text', { required: true, ...when('pick', 'b') })
		];
		const asked = (answers: Answers) => questionsAsked({ form }, answers).map(({ id }) => id);
		expect(asked([])).toEqual(['top']);
		expect(asked(given({ top: true, pick: 'b' }))).toEqual(['top', 'pick', 'deep']);
		// What was answered before "no" was said counts no more.
		expect(asked(given({ top: false, pick: 'b', deep: 'x' }))).toEqual(['top']);
		expect(failuresOf(form, given({ top: true, pick: 'b' }))).toEqual([
			['catalog.answer_missing', 'answers.deep']
		]);
		expect(failuresOf(form, given({ top: true, pick: 'a' }))).toEqual([]);
		const kept = answersOf({ form }, given({ top: false, pick: 'b', deep: 'x' }));
		expect(kept.map(({ id }) => id)).toEqual(['top']);
	});

	const anyForm: fc.Arbitrary<Form> = fc
		.array(
			fc.record({
				kind: fc.constantFrom('yesno', 'choice', 'text'),
				required: fc.boolean(),
				on: fc.option(fc.nat(7)),
				is: fc.constantFrom<string | boolean>('a', 'b', true, false)
			}),
			{ maxLength: 8 }
		)
		.map((shapes) =>
			shapes.map(({ kind, required, on, is }, index) => ({
				...ask(`q${index}`, kind as Question['type'], { required }),
				options: kind === 'choice' ? ab : [],
				...(on === null ? {} : when(`q${on}`, is))
			}))
		);
	const anyAnswers = fc.uniqueArray(fc.nat(7), { maxLength: 8 }).chain((numbers) =>
		fc.tuple(
			...numbers.map((number) =>
				fc.record({
					id: fc.constant(`q${number}`),
					value: fc.constantFrom<Answers[number]['value']>('a', 'b', true, false, null, 'words')
				})
			)
		)
	);

	it('a form without a failure has no circle: every question can be reached by some answers', () => {
		fc.assert(
			fc.property(anyForm, (form) => {
				if (formFailures(form).length > 0) return;
				for (const target of form) {
					const answers: { id: string; value: string | boolean }[] = [];
					for (let at: Question | undefined = target; at?.showWhen;) {
						const { question, is }: NonNullable<Question['showWhen']> = at.showWhen;
						answers.push({ id: question, value: is[0] ?? true });
						expect(answers.length).toBeLessThan(form.length);
						at = form.find(({ id }) => id === question);
					}
					expect(questionsAsked({ form }, answers)).toContain(target);
				}
			})
		);
	});

	it('what passes has every mandatory question that is asked, and keeps nothing that is not; circles end', () => {
		fc.assert(
			fc.property(anyForm, anyAnswers, (form, answers) => {
				const asked = questionsAsked({ form }, answers);
				const failures = validateAnswers({ form }, answers);
				const kept = answersOf({ form }, answers).map(({ id }) => id);
				expect(kept.every((id) => asked.some((question) => question.id === id))).toBe(true);
				if (failures.length > 0) return;
				for (const { id, required } of asked) if (required) expect(kept).toContain(id);
			})
		);
	});
});

describe('catalog: rules of an answer', () => {
	const hash = 'ab'.repeat(32);
	it.each<[Question['type'], Rules, Answers[number]['value'], boolean]>([
		['number', { min: 1, max: 4 }, 4, true],
		['number', { min: 1, max: 4 }, 4.5, false],
		['number', { whole: true }, 1.5, false],
		['number', { whole: true }, -3, true],
		['text', { min: 3 }, ' ab ', false],
		['text', { max: 3 }, 'abc', true],
		['longtext', { max: 3 }, 'abcd', false],
		['date', { earliest: '2027-01-10' }, '2027-01-09', false],
		['date', { latest: '2027-01-10' }, '2027-01-10', true],
		['text', { format: 'email' }, 'a@b.example', true],
		['text', { format: 'email' }, 'a@b', false],
		['text', { format: 'email' }, 'a b@c.example', false],
		['text', { format: 'email' }, 'a@b@c.example', false],
		['text', { format: 'email' }, 'a@b..example', false],
		['text', { format: 'phone' }, '+49 40 123-4', true],
		['text', { format: 'phone' }, '+ -', false],
		['text', { format: 'url' }, 'https://example.com/a', true],
		['text', { format: 'url' }, 'javascript:alert(1)', false],
		['text', { format: 'digits' }, '0123', true],
		['text', { format: 'digits' }, '٣', false],
		['files', { max: 1 }, [hash], true],
		['files', { max: 1 }, [hash, 'cd'.repeat(32)], false],
		['files', {}, 'a.png', false],
		['text', {}, [hash], false],
		['site', {}, 7, false]
	])('%s with %j takes %j: %s', (type, rules, value, fits) => {
		const expected = fits ? [] : [['catalog.answer_invalid', 'answers.q']];
		expect(failuresOf([ask('q', type, rules)], [{ id: 'q', value }])).toEqual(expected);
	});

	it.each<[string, object]>([
		['a condition on __proto__', { showWhen: { question: '__proto__', is: [true] } }],
		['a condition on constructor', { showWhen: { question: 'constructor', is: [true] } }],
		['a condition without an answer', { showWhen: { question: 'a', is: [] } }],
		['a pattern', { pattern: '(a+)+$' }],
		['an endless bound', { max: Infinity }],
		['a day that is none', { earliest: 'tomorrow' }]
	])('a form refuses %s', (_what, more) => {
		const form = [{ ...ask('q', 'text'), ...more }];
		expect(v.safeParse(catalogItem.fields.form.schema, form).success).toBe(false);
	});
});
