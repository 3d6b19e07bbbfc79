import * as v from 'valibot';
import { bool, filledText, oneOf, text } from '#domain/kernel/index.ts';

/**
 * `person` and `site` look somebody or some place up: the answer is the id of a row. `files` is answered by files that
 * come with the ticket.
 */
export const questionTypes = [
	'text',
	'longtext',
	'choice',
	'date',
	'number',
	'yesno',
	'person',
	'site',
	'files'
] as const;
export type QuestionType = (typeof questionTypes)[number];

/** What a short text must look like. A fixed set: a pattern written by hand can be made to run for ever. */
export const textFormats = ['email', 'phone', 'url', 'digits'] as const;
export type TextFormat = (typeof textFormats)[number];

export const MAX_QUESTIONS = 30;
export const MAX_FILES = 10;

/** Names that mean something else on an object; an answer under them could not be told from an inherited one. */
const reserved: ReadonlySet<string> = new Set(['constructor', 'prototype']);

const key = v.pipe(
	v.string(),
	v.regex(/^[a-z][a-z0-9_]{0,31}$/, 'key.form'),
	v.check((name) => !reserved.has(name), 'key.reserved')
);

const option = v.strictObject({ id: key, label: filledText(120).schema });
const bound = v.pipe(v.number(), v.finite());
const day = v.pipe(v.string(), v.isoDate('day.form'));

const question = v.pipe(
	v.strictObject({
		id: key,
		label: filledText(200).schema,
		type: oneOf(questionTypes).schema,
		required: bool().schema,
		/** For `choice` only, and then at least one. */
		options: v.pipe(v.array(option), v.maxLength(50)),
		/** Said under the question. */
		hint: v.exactOptional(text(300).schema),
		/** Asked only while another question, itself asked, has one of these answers: ids of options, or yes or no. */
		showWhen: v.exactOptional(
			v.strictObject({
				question: key,
				is: v.pipe(v.array(v.union([key, v.boolean()])), v.minLength(1), v.maxLength(50))
			})
		),
		/** Least and most: of a number its value, of a text its characters, of files how many. */
		min: v.exactOptional(bound),
		max: v.exactOptional(bound),
		/** For `number`: no fractions. */
		whole: v.exactOptional(bool().schema),
		/** For `text`. */
		format: v.exactOptional(oneOf(textFormats).schema),
		/** For `date`: first and last day that is right. */
		earliest: v.exactOptional(day),
		latest: v.exactOptional(day)
	}),
	v.check(({ type, options }) => (type === 'choice') === options.length > 0, 'options.type'),
	v.check(({ options }) => areDistinct(options.map(({ id }) => id)), 'options.twice')
);

export type Question = v.InferOutput<typeof question>;
export type Form = readonly Question[];

function areDistinct(ids: readonly string[]): boolean {
	return new Set(ids).size === ids.length;
}

/** The questions of an item, in the order in which they are asked. What holds between them: `formFailures`. */
export const formSchema = v.pipe(
	v.array(question),
	v.maxLength(MAX_QUESTIONS),
	v.check((questions) => areDistinct(questions.map(({ id }) => id)), 'questions.twice')
);
