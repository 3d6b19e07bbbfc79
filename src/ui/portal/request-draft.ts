import {
	questionsAsked,
	validateAnswers,
	type Answers,
	type CatalogItem,
	type Form,
	type Question
} from '#domain/catalog/index.ts';
import type { JsonObject } from '#domain/kernel/index.ts';
import { m } from '#messages/generated/messages.js';
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
};

export function emptyRequest(mid: string, text = ''): RequestDraft {
	return { mid, text, urgency: '2', answers: {}, photos: [] };
}

/** Has anything been filled in that would be a pity to lose? */
export function hasWork(draft: RequestDraft): boolean {
	const said = Object.values(draft.answers).some((answer) => answer.trim() !== '');
	return draft.text.trim() !== '' || draft.photos.length > 0 || said;
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
	return (item?.form ?? [])
		.map(({ id, type }) => ({ id, type, typed: draft.answers[id]?.trim() ?? '' }))
		.filter(({ typed }) => typed !== '')
		.map(({ id, type, typed }) => ({ id, value: answerValue(type, typed) }));
}

/** The questions that are asked, as what was answered so far calls for them. */
export function questionsFor(draft: RequestDraft, item: Asking): Form {
	return item ? questionsAsked(item, answersFrom(draft, item)) : [];
}

export type FormError = { readonly field: string; readonly message: string };

/** What stops the form, in its order. `answers.<id>` are also the ids of the inputs. */
export function requestErrors(
	draft: RequestDraft,
	item: CatalogItem | undefined
): readonly FormError[] {
	const wordless = item?.kind !== 'request' && draft.text.trim() === '';
	const errors: FormError[] = wordless
		? [{ field: 'text', message: m.request_what_missing() }]
		: [];
	if (!item) return errors;
	const labels = new Map(item.form.map(({ id, label }) => [`answers.${id}`, label]));
	for (const { code, field = '' } of validateAnswers(item, answersFrom(draft, item))) {
		const question = labels.get(field) ?? field;
		const message =
			code === 'catalog.answer_missing'
				? m.request_answer_missing({ question })
				: m.request_answer_invalid({ question });
		errors.push({ field, message });
	}
	return errors;
}

/** The arguments of `tickets.create`. A request is called like its item, a problem by what was said first. */
export function createArgs(draft: RequestDraft, item: CatalogItem | undefined): JsonObject {
	const kind = item?.kind ?? 'incident';
	const description = draft.text.trim();
	return {
		kind,
		title: kind === 'request' && item ? item.title : titleFrom(description),
		description,
		catalogItem: item?.id ?? null,
		...(item ? { formVersion: item.formVersion } : {}),
		answers: answersFrom(draft, item).map(({ id, value }) => ({ id, value })),
		...(kind === 'incident' ? { urgency: Number(draft.urgency) } : {}),
		...(draft.site === undefined ? {} : { site: draft.site }),
		files: draft.photos.map(({ hash, name, mime, size }) => ({ blob: hash, name, mime, size }))
	};
}
