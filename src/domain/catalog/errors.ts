import { rejected, type Verdict } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const catalogErrors = {
	'catalog.item_unknown': 'remedy_choose_another_item',
	'catalog.team_unknown': 'remedy_choose_another_team',
	'catalog.answer_missing': 'remedy_answer_the_question',
	'catalog.answer_invalid': 'remedy_correct_the_answer',
	'catalog.answer_unknown': 'remedy_reload_the_form'
} as const;

export type CatalogCode = keyof typeof catalogErrors;

export function refuse(code: CatalogCode, field?: string): Verdict {
	return rejected(code, field);
}
