import * as v from 'valibot';
import { bool, filledText, oneOf } from '#domain/kernel/index.ts';

export const questionTypes = ['text', 'longtext', 'choice', 'date', 'number', 'yesno'] as const;

/** Names that mean something else on an object; an answer under them could not be told from an inherited one. */
const reserved: ReadonlySet<string> = new Set(['constructor', 'prototype']);

const key = v.pipe(
	v.string(),
	v.regex(/^[a-z][a-z0-9_]{0,31}$/, 'key.form'),
	v.check((name) => !reserved.has(name), 'key.reserved')
);

const option = v.strictObject({ id: key, label: filledText(120).schema });

const question = v.pipe(
	v.strictObject({
		id: key,
		label: filledText(200).schema,
		type: oneOf(questionTypes).schema,
		required: bool().schema,
		/** For `choice` only, and then at least one. */
		options: v.pipe(v.array(option), v.maxLength(50))
	}),
	v.check(({ type, options }) => (type === 'choice') === options.length > 0, 'options.type'),
	v.check(({ options }) => areDistinct(options.map(({ id }) => id)), 'options.twice')
);

export type Question = v.InferOutput<typeof question>;

function areDistinct(ids: readonly string[]): boolean {
	return new Set(ids).size === ids.length;
}

/** The questions of an item, in the order in which they are asked. */
export const formSchema = v.pipe(
	v.array(question),
	v.maxLength(30),
	v.check((questions) => areDistinct(questions.map(({ id }) => id)), 'questions.twice')
);
