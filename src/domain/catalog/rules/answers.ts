import * as v from 'valibot';
import { blobHash, failure, oneOf, text, type Failure } from '#domain/kernel/index.ts';
import { isAnswerTo, isEmpty, LONG_ANSWER } from './answer-check.ts';
import { MAX_FILES, MAX_QUESTIONS, questionTypes, type Form, type Question } from './form.ts';
import type { CatalogCode } from '../errors.ts';

const value = v.union([
	text(LONG_ANSWER).schema,
	v.pipe(v.number(), v.finite()),
	v.boolean(),
	v.null(),
	/** Files, by their content's hash; each comes with the ticket. */
	v.pipe(v.array(blobHash().schema), v.maxLength(MAX_FILES))
]);

/**
 * Answers as they travel: a list, since the keys of an object from outside are not worth trusting (`__proto__`).
 */
export const answersSchema = v.pipe(
	v.array(v.strictObject({ id: text(32, 1).schema, value })),
	v.maxLength(MAX_QUESTIONS),
	v.check((given) => new Set(given.map(({ id }) => id)).size === given.length, 'answers.twice')
);

export type Answers = v.InferOutput<typeof answersSchema>;
type Value = Answers[number]['value'];

/** An answer as it is kept: legible when the form has long been changed. */
export const answerSchema = v.strictObject({
	id: text(32, 1).schema,
	label: text(200, 1).schema,
	type: oneOf(questionTypes).schema,
	/** For a choice the label of the option, for a lookup the name of what was chosen. */
	value
});

export type Answer = v.InferOutput<typeof answerSchema>;

interface Asking {
	readonly form: Form;
}

function fail(code: CatalogCode, id: string): Failure {
	return failure(code, `answers.${id}`);
}

const valuesById = (answers: Answers): ReadonlyMap<string, Value> =>
	new Map(answers.map(({ id, value: said }) => [id, said]));

/**
 * The questions that these answers call for, in the order of the form. A condition counts only while the question that it
 * looks at is asked itself; one that goes in a circle, which no published form has, is never met.
 */
export function questionsAsked({ form }: Asking, answers: Answers): Form {
	const given = valuesById(answers);
	const byId = new Map(form.map((question) => [question.id, question]));
	const isAsked = (question: Question, behind: ReadonlySet<string>): boolean => {
		if (!question.showWhen) return true;
		const { question: id, is } = question.showWhen;
		const other = byId.get(id);
		if (!other || behind.has(id)) return false;
		const said = given.get(id);
		const isMet = is.some((wanted) => wanted === said);
		return isMet && isAsked(other, new Set([...behind, id]));
	};
	return form.filter((question) => isAsked(question, new Set([question.id])));
}

/**
 * What is wrong with the answers, one failure per question, each naming its field `answers.<question>`. Answers to
 * questions that the other answers no longer call for are not looked at, and not kept.
 */
export function validateAnswers(item: Asking, answers: Answers): readonly Failure[] {
	const given = valuesById(answers);
	const known = new Set(item.form.map(({ id }) => id));
	const wrong = questionsAsked(item, answers).flatMap((question): Failure[] => {
		const said = given.get(question.id);
		if (isEmpty(said)) {
			return question.required ? [fail('catalog.answer_missing', question.id)] : [];
		}
		return isAnswerTo(question, said ?? null) ? [] : [fail('catalog.answer_invalid', question.id)];
	});
	const unknown = [...given.keys()].filter((id) => !known.has(id));
	return [...wrong, ...unknown.map((id) => fail('catalog.answer_unknown', id))];
}

/** Valid answers as they are kept, in the order of the form, empty ones left out. */
export function answersOf(item: Asking, answers: Answers): readonly Answer[] {
	const given = valuesById(answers);
	return questionsAsked(item, answers).flatMap(({ id, label, type, options }) => {
		const said = given.get(id);
		if (said === undefined || isEmpty(said)) return [];
		const chosen = type === 'choice' ? options.find((option) => option.id === said) : undefined;
		return [{ id, label, type, value: chosen ? chosen.label : said }];
	});
}
