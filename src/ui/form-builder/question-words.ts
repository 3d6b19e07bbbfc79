import {
	questionTypes,
	textFormats,
	type QuestionType,
	type TextFormat
} from '#domain/catalog/index.ts';
import { m } from '#messages/generated/messages.js';

const TYPES: Readonly<Record<QuestionType, () => string>> = {
	text: m.question_text,
	longtext: m.question_longtext,
	choice: m.question_choice,
	date: m.question_date,
	number: m.question_number,
	yesno: m.question_yesno,
	person: m.question_person,
	site: m.question_site,
	files: m.question_files
};
const FORMATS: Readonly<Record<TextFormat, () => string>> = {
	email: m.question_format_email,
	phone: m.question_format_phone,
	url: m.question_format_url,
	digits: m.question_format_digits
};

export const typeWords = (type: QuestionType): string => TYPES[type]();

export const typeOptions = (): { value: string; label: string }[] =>
	questionTypes.map((value) => ({ value, label: typeWords(value) }));

export const formatOptions = (): { value: string; label: string }[] => [
	{ value: '', label: m.question_format_any() },
	...textFormats.map((value) => ({ value, label: FORMATS[value]() }))
];
