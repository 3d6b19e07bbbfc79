import {
	questionTypes,
	textFormats,
	type QuestionType,
	type TextFormat
} from '#domain/catalog/index.ts';
import { m } from '#messages/generated/messages.js';

const TYPES: Readonly<Record<QuestionType, () => string>> = {
	text: m.qtype_text,
	longtext: m.qtype_longtext,
	choice: m.qtype_choice,
	date: m.qtype_date,
	number: m.qtype_number,
	yesno: m.qtype_yesno,
	person: m.qtype_person,
	site: m.qtype_site,
	files: m.qtype_files
};
const FORMATS: Readonly<Record<TextFormat, () => string>> = {
	email: m.qtype_format_email,
	phone: m.qtype_format_phone,
	url: m.qtype_format_url,
	digits: m.qtype_format_digits
};

export const typeWords = (type: QuestionType): string => TYPES[type]();

export const typeOptions = (): { value: string; label: string }[] =>
	questionTypes.map((value) => ({ value, label: typeWords(value) }));

export const formatOptions = (): { value: string; label: string }[] => [
	{ value: '', label: m.qtype_format_any() },
	...textFormats.map((value) => ({ value, label: FORMATS[value]() }))
];
