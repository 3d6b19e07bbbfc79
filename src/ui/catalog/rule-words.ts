import type { Question, TextFormat } from '#domain/catalog/index.ts';
import { m } from '#messages/generated/messages.js';
import { dateFormat, type FormatSettings } from '#ui/format/format-settings.ts';
import { numberWords } from '#ui/format/number-words.ts';

const FORMATS: Readonly<Record<TextFormat, () => string>> = {
	email: m.rule_email,
	phone: m.rule_phone,
	url: m.rule_url,
	digits: m.rule_digits
};

type Bounds = { readonly least: string | undefined; readonly most: string | undefined };
type Said = {
	readonly between: (inputs: { least: string; most: string }) => string;
	readonly atLeast: (inputs: { least: string }) => string;
	readonly atMost: (inputs: { most: string }) => string;
};

function boundWords({ least, most }: Bounds, said: Said): string | undefined {
	if (least !== undefined && most !== undefined) return said.between({ least, most });
	if (least !== undefined) return said.atLeast({ least });
	return most === undefined ? undefined : said.atMost({ most });
}

const VALUES: Said = {
	between: m.rule_number_between,
	atLeast: m.rule_number_least,
	atMost: m.rule_number_most
};
const LENGTHS: Said = {
	between: m.rule_length_between,
	atLeast: m.rule_length_least,
	atMost: m.rule_length_most
};
const COUNTS: Said = {
	between: m.rule_files_between,
	atLeast: m.rule_files_least,
	atMost: m.rule_files_most
};
const DAYS: Said = {
	between: m.rule_day_between,
	atLeast: m.rule_day_least,
	atMost: m.rule_day_most
};

/** A calendar day, `2026-12-01`, in words; it belongs to no zone. */
function dayIn(day: string | undefined, format: FormatSettings): string | undefined {
	if (day === undefined) return undefined;
	const settings = { locale: format.locale, zone: 'UTC' };
	return dateFormat(settings, { day: 'numeric', month: 'long', year: 'numeric' }).format(
		Date.parse(day)
	);
}

/** What an answer to the question must be, as a sentence that says what to do; undefined when anything will do. */
export function ruleWords(question: Question, format: FormatSettings): string | undefined {
	const { type, min, max, whole, format: form } = question;
	const number = (value: number | undefined) =>
		value === undefined ? undefined : numberWords(value, format.locale);
	const bounds = { least: number(min), most: number(max) };
	switch (type) {
		case 'number':
			return boundWords(bounds, VALUES) ?? (whole ? m.rule_whole() : m.rule_number());
		case 'text':
		case 'longtext':
			return form ? FORMATS[form]() : boundWords(bounds, LENGTHS);
		case 'files':
			return boundWords(bounds, COUNTS);
		case 'date': {
			const days = {
				least: dayIn(question.earliest, format),
				most: dayIn(question.latest, format)
			};
			return boundWords(days, DAYS) ?? m.rule_day();
		}
		default:
			return undefined;
	}
}
