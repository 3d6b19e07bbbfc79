import { rejected, type JsonObject, type Verdict } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const viewErrors = {
	'views.unknown': 'remedy_choose_another_view',
	'views.team_unknown': 'remedy_choose_another_team',
	'views.column_unknown': 'remedy_choose_other_columns',
	'views.sort_unknown': 'remedy_choose_another_order',
	'views.group_unknown': 'remedy_choose_another_order',
	'views.not_shared': 'remedy_share_the_view_first'
} as const;

export function refuse(code: keyof typeof viewErrors, field?: string, facts?: JsonObject): Verdict {
	return rejected(code, field, facts);
}
