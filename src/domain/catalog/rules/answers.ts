import * as v from 'valibot';
import { failure, oneOf, text, type Failure } from '#domain/kernel/index.ts';
import { questionTypes, type Question } from './form.ts';
import type { CatalogCode } from '../errors.ts';

const LONG = 4_000;
const SHORT = 200;

const value = v.union([text(LONG).schema, v.pipe(v.number(), v.finite()), v.boolean(), v.null()]);

/**
 * Answers as they travel: a list, since the keys of an object from outside are not worth trusting (`__proto__`).
 */
export const answersSchema = v.pipe(
	v.array(v.strictObject({ id: text(32, 1).schema, value })),
	v.maxLength(30),
	v.check((given) => new Set(given.map(({ id }) => id)).size === given.length, 'answers.twice')
);

export type Answers = v.InferOutput<typeof answersSchema>;

/** An answer as it is kept: legible when the form has long been changed. */
export const answerSchema = v.strictObject({
	id: text(32, 1).schema,
	label: text(200, 1).schema,
	type: oneOf(questionTypes).schema,
	/** For a choice the label of the option. */
	value
});

export type Answer = v.InferOutput<typeof answerSchema>;

interface Form {
	readonly form: readonly Question[];
}

function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function isAnswerTo(question: Question, given: Answers[number]['value']): boolean {
	switch (question.type) {
		case 'text':
			return typeof given === 'string' && given.length <= SHORT;
		case 'longtext':
			return typeof given === 'string';
		case 'choice':
			return question.options.some(({ id }) => id === given);
		case 'date':
			return typeof given === 'string' && isDate(given);
		case 'number':
			return typeof given === 'number';
		case 'yesno':
			return typeof given === 'boolean';
	}
}

function isEmpty(given: Answers[number]['value'] | undefined): boolean {
	return (
		given === undefined || given === null || (typeof given === 'string' && given.trim() === '')
	);
}

function fail(code: CatalogCode, id: string): Failure {
	return failure(code, `answers.${id}`);
}

/** What is wrong with the answers, one failure per question, each naming its field `answers.<question>`. */
export function validateAnswers(item: Form, answers: Answers): readonly Failure[] {
	const given = new Map(answers.map((answer) => [answer.id, answer.value]));
	const failures: Failure[] = [];
	for (const question of item.form) {
		const said = given.get(question.id);
		given.delete(question.id);
		if (isEmpty(said)) {
			if (question.required) failures.push(fail('catalog.answer_missing', question.id));
		} else if (!isAnswerTo(question, said ?? null)) {
			failures.push(fail('catalog.answer_invalid', question.id));
		}
	}
	return [...failures, ...[...given.keys()].map((id) => fail('catalog.answer_unknown', id))];
}

/** Valid answers as they are kept, in the order of the form, empty ones left out. */
export function answersOf(item: Form, answers: Answers): readonly Answer[] {
	return item.form.flatMap(({ id, label, type, options }) => {
		const said = answers.find((answer) => answer.id === id)?.value;
		if (said === undefined || isEmpty(said)) return [];
		const chosen = options.find((option) => option.id === said);
		return [{ id, label, type, value: chosen ? chosen.label : said }];
	});
}
