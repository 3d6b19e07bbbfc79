import { rejected, type JsonObject, type Verdict } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const knowledgeErrors = {
	'knowledge.unknown': 'remedy_check_the_link',
	'knowledge.not_in_work': 'remedy_revise_first',
	'knowledge.state_moved': 'remedy_look_and_decide_again',
	'knowledge.step_not_allowed': 'remedy_choose_another_step',
	'knowledge.need_missing': 'remedy_fill_in_the_field',
	'knowledge.words_missing': 'remedy_fill_in_the_field',
	'knowledge.review_past': 'remedy_choose_a_later_day',
	'knowledge.image_unknown': 'remedy_add_the_image',
	'knowledge.language_unknown': 'remedy_choose_another_language',
	'knowledge.languages_full': 'remedy_choose_another_language',
	'knowledge.version_unknown': 'remedy_reload_the_article'
} as const;

export type KnowledgeCode = keyof typeof knowledgeErrors | 'forbidden';

export function refuse(code: KnowledgeCode, field?: string, facts?: JsonObject): Verdict {
	return rejected(code, field, facts);
}
