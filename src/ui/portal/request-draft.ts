import {
	MAX_FILES,
	questionsAsked,
	validateAnswers,
	type Answers,
	type CatalogItem,
	type Form,
	type Question
} from '#domain/catalog/index.ts';
import type { JsonObject } from '#domain/kernel/index.ts';
import { m } from '#messages/generated/messages.js';
import { ruleWords } from '#ui/catalog/rule-words.ts';
import type { FormatSettings } from '#ui/format/format-settings.ts';
import type { Photo } from '#ui/tickets/photo-list.svelte.ts';
import { titleFrom } from '#ui/tickets/ticket-words.ts';

/** What a request form holds; stored as it is, so plain data only. */
export type RequestDraft = {
	/** One per form: pressing "Send" twice, or after a crash, makes one ticket. */
	mid: string;
	text: string;
	/** 1 to 3 as text, for the radio bar. */
	urgency: string;
	/** Question -> what was typed or chosen, as text. */
	answers: Record<string, string>;
	/** undefined: the person's own place; null: none. */
	site?: string | null;
	photos: Photo[];
	/** Question -> the files that answer it. */
	files?: Record<string, Photo[]>;
	/** The person who needs it; undefined: whoever writes. */
	requester?: string;
	/** The article that was read before and did not help, as it is called. */
	article?: string;
};

/** More than one request carries; the domain's limit. */
export const MOST_FILES = MAX_FILES;

export function emptyRequest(mid: string, text = ''): RequestDraft {
	return { mid, text, urgency: '2', answers: {}, photos: [] };
}

/** Has anything been filled in that would be a pity to lose? */
export function hasWork(draft: RequestDraft): boolean {
	const said = Object.values(draft.answers).some((answer) => answer.trim() !== '');
	const answered = Object.values(draft.files ?? {}).some((files) => files.length > 0);
	return draft.text.trim() !== '' || draft.photos.length > 0 || said || answered;
}

type Asking = Pick<CatalogItem, 'form'> | undefined;

/** A typed answer as the domain wants it. A number that is none stays text, and is refused as such. */
function answerValue(type: Question['type'], typed: string): Answers[number]['value'] {
	if (type === 'yesno') return typed === 'yes';
	if (type !== 'number') return typed;
	const number = Number(typed.replace(',', '.'));
	return Number.isFinite(number) ? number : typed;
}

/** What was filled in; questions without an answer are left out. */
export function answersFrom(draft: RequestDraft, item: Asking): Answers {
	return (item?.form ?? []).flatMap(({ id, type }): Answers => {
		const typed = draft.answers[id]?.trim() ?? '';
		const hashes = (draft.files?.[id] ?? []).map(({ hash }) => hash);
		if (type === 'files') return hashes.length > 0 ? [{ id, value: hashes }] : [];
		return typed === '' ? [] : [{ id, value: answerValue(type, typed) }];
	});
}

/** The files that come with the request, each content once: the photos, and what answers a question that is asked. */
export function filesOf(draft: RequestDraft, item: Asking): readonly Photo[] {
	const answering = questionsFor(draft, item).flatMap(({ id, type }) =>
		type === 'files' ? (draft.files?.[id] ?? []) : []
	);
	const byHash = new Map([...draft.photos, ...answering].map((file) => [file.hash, file]));
	return [...byHash.values()];
}

/** The questions that are asked, as what was answered so far calls for them. */
export function questionsFor(draft: RequestDraft, item: Asking): Form {
	return item ? questionsAsked(item, answersFrom(draft, item)) : [];
}

export type FormError = { readonly field: string; readonly message: string };

/** What stops the form, in its order. `answers.<id>` are also the ids of the inputs. */
export function requestErrors(
	draft: RequestDraft,
	item: CatalogItem | undefined,
	format: FormatSettings = { locale: 'en', zone: 'UTC' }
): readonly FormError[] {
	const wordless = item?.kind !== 'request' && draft.text.trim() === '';
	const errors: FormError[] = wordless
		? [{ field: 'text', message: m.request_what_missing() }]
		: [];
	const questions = new Map(item?.form.map((question) => [`answers.${question.id}`, question]));
	for (const { code, field = '' } of item ? validateAnswers(item, answersFrom(draft, item)) : [])
		errors.push({ field, message: answerWords(code, field, questions.get(field), format) });
	if (filesOf(draft, item).length > MOST_FILES)
		errors.push({ field: 'photos', message: m.request_too_many_files({ most: MOST_FILES }) });
	return errors;
}

/** What to do about one answer. */
function answerWords(
	code: string,
	field: string,
	question: Question | undefined,
	format: FormatSettings
): string {
	const label = question?.label ?? field;
	if (code === 'catalog.answer_missing') return m.request_answer_missing({ question: label });
	const rule = question && ruleWords(question, format);
	return rule
		? m.request_answer_rule({ question: label, rule })
		: m.request_answer_invalid({ question: label });
}

/** The arguments of `tickets.create`. A request is called like its item, a problem by what was said first. */
export function createArgs(draft: RequestDraft, item: CatalogItem | undefined): JsonObject {
	const kind = item?.kind ?? 'incident';
	const said = draft.text.trim();
	const read = draft.article === undefined ? '' : m.request_read({ article: draft.article });
	return {
		kind,
		title: kind === 'request' && item ? item.title : titleFrom(said),
		description: [said, read].filter(Boolean).join('\n\n'),
		catalogItem: item?.id ?? null,
		...(item ? { formVersion: item.formVersion } : {}),
		answers: answersFrom(draft, item).map(({ id, value }) => ({ id, value })),
		...(kind === 'incident' ? { urgency: Number(draft.urgency) } : {}),
		...(draft.site === undefined ? {} : { site: draft.site }),
		...(draft.requester === undefined ? {} : { requester: draft.requester }),
		files: filesOf(draft, item).map(({ hash, name, mime, size }) => ({
			blob: hash,
			name,
			mime,
			size
		}))
	};
}
