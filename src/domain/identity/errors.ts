import { rejected, type JsonObject, type Verdict } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const identityErrors = {
	forbidden: 'remedy_ask_for_permission',
	'identity.person_unknown': 'remedy_choose_another_person',
	'identity.team_unknown': 'remedy_choose_another_team',
	'identity.site_unknown': 'remedy_choose_another_site',
	'identity.own_admin_role': 'remedy_ask_another_admin',
	'identity.own_account': 'remedy_ask_another_admin'
} as const;

export function refuse(
	code: keyof typeof identityErrors,
	field?: string,
	facts?: JsonObject
): Verdict {
	return rejected(code, field, facts);
}
