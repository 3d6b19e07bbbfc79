import type { Question, TextFormat } from './form.ts';

/** Most characters of an answer in words, and of a short one. */
export const LONG_ANSWER = 4_000;
export const SHORT_ANSWER = 200;

export type AnswerValue = string | number | boolean | null | readonly string[];

export function isEmpty(given: AnswerValue | undefined): boolean {
	if (typeof given === 'string') return given.trim() === '';
	return given === undefined || given === null || (Array.isArray(given) && given.length === 0);
}

function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Each of them looks at every character once or twice. */
const formats: Readonly<Record<TextFormat, (text: string) => boolean>> = {
	email: (text) => {
		const [name, host, ...more] = text.split('@');
		const parts = host?.split('.') ?? [];
		return (
			more.length === 0 && !!name && !/\s/.test(text) && parts.length > 1 && parts.every(Boolean)
		);
	},
	phone: (text) => /^\+?[0-9 ()/.-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 3,
	url: (text) => /^https?:\/\/[^\s/]+/.test(text) && !/\s/.test(text),
	digits: (text) => /^[0-9]+$/.test(text)
};

type Ruled = Pick<Question, 'min' | 'max' | 'whole' | 'format' | 'earliest' | 'latest'>;

const isWithin = (size: number, { min = -Infinity, max = Infinity }: Ruled): boolean =>
	size >= min && size <= max;

function isText(given: AnswerValue, most: number, question: Ruled): boolean {
	return (
		typeof given === 'string' && given.length <= most && isWithin(given.trim().length, question)
	);
}

/** Is this an answer to the question? Whether a looked-up row exists is for those to say who can read it. */
export function isAnswerTo(question: Question, given: AnswerValue): boolean {
	switch (question.type) {
		case 'text': {
			if (!isText(given, SHORT_ANSWER, question)) return false;
			return !question.format || formats[question.format](String(given).trim());
		}
		case 'longtext':
			return isText(given, LONG_ANSWER, question);
		case 'choice':
			return question.options.some(({ id }) => id === given);
		case 'date': {
			if (typeof given !== 'string' || !isDate(given)) return false;
			return given >= (question.earliest ?? '') && given <= (question.latest ?? '9999-12-31');
		}
		case 'number':
			return (
				typeof given === 'number' &&
				isWithin(given, question) &&
				(!question.whole || Number.isInteger(given))
			);
		case 'yesno':
			return typeof given === 'boolean';
		case 'person':
		case 'site':
			return typeof given === 'string' && given.length <= SHORT_ANSWER;
		case 'files':
			return Array.isArray(given) && isWithin(given.length, question);
	}
}
