import type { KnowledgeAudience } from '#domain/identity/index.ts';
import type { ArticleState, ArticleVerb } from '#domain/knowledge/index.ts';
import { m } from '#messages/generated/messages.js';
import type { WorkState } from '#ui/kit/work-state.ts';

const STATES: Readonly<Record<ArticleState, () => string>> = {
	draft: m.writing_state_draft,
	in_review: m.writing_state_in_review,
	published: m.writing_state_published,
	revising: m.writing_state_revising,
	revision_review: m.writing_state_revision_review,
	retired: m.writing_state_retired
};
const SHAPES: Readonly<Record<ArticleState, WorkState>> = {
	draft: 'open',
	in_review: 'progress',
	published: 'resolved',
	revising: 'open',
	revision_review: 'progress',
	retired: 'cancelled'
};
const STEPS: Readonly<Record<ArticleVerb, () => string>> = {
	submit: m.writing_step_submit,
	send_back: m.writing_step_send_back,
	publish: m.writing_step_publish,
	revise: m.writing_step_revise,
	discard: m.writing_step_discard,
	retire: m.writing_step_retire,
	restore: m.writing_step_restore
};
const DONE: Readonly<Record<ArticleVerb, () => string>> = {
	submit: m.writing_done_submit,
	send_back: m.writing_done_send_back,
	publish: m.writing_done_publish,
	revise: m.writing_done_revise,
	discard: m.writing_done_discard,
	retire: m.writing_done_retire,
	restore: m.writing_done_restore
};
const AUDIENCES: Readonly<Record<KnowledgeAudience, () => string>> = {
	everyone: m.writing_audience_everyone,
	staff: m.writing_audience_staff,
	desk: m.writing_audience_desk,
	ops: m.writing_audience_ops
};

export const articleStateWords = (state: ArticleState): string => STATES[state]();
export const articleShape = (state: ArticleState): WorkState => SHAPES[state];
export const articleStepWords = (verb: ArticleVerb): string => STEPS[verb]();
export const articleDoneWords = (verb: ArticleVerb): string => DONE[verb]();
export const audienceWords = (audience: KnowledgeAudience): string => AUDIENCES[audience]();

/** The name of a language in the reader's: "German" for "de". */
export function languageWords(tag: string, locale: string): string {
	try {
		const name = new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
		return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
	} catch {
		return tag;
	}
}

/** What the editor offers; a text in any other language keeps it. */
export const offeredLanguages =
	'en de fr es it pt nl da sv nb fi pl cs hu ro uk tr el ar he hi zh ja ko'.split(' ');
