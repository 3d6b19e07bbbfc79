import { rejected, type Verdict } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const catalogErrors = {
	'catalog.item_unknown': 'remedy_choose_another_item',
	'catalog.team_unknown': 'remedy_choose_another_team',
	'catalog.answer_missing': 'remedy_answer_the_question',
	'catalog.answer_invalid': 'remedy_correct_the_answer',
	'catalog.answer_unknown': 'remedy_reload_the_form',
	'catalog.form_unknown': 'remedy_reload_the_form',
	'catalog.form_moved': 'remedy_reload_the_form',
	'catalog.draft_missing': 'remedy_reload_the_form',
	'catalog.condition_unknown': 'remedy_correct_the_question',
	'catalog.condition_unfit': 'remedy_correct_the_question',
	'catalog.condition_cyclic': 'remedy_correct_the_question',
	'catalog.rule_impossible': 'remedy_correct_the_question'
} as const;

export type CatalogCode = keyof typeof catalogErrors;

export function refuse(code: CatalogCode, field?: string): Verdict {
	return rejected(code, field);
}
