import { rejected, type JsonObject, type Verdict } from '#domain/kernel/index.ts';

/** Failure code -> message key of what the person can do about it. */
export const ticketErrors = {
	forbidden: 'remedy_ask_for_permission',
	'tickets.unknown': 'remedy_check_the_link',
	'tickets.closed': 'remedy_reopen_or_new',
	'tickets.person_unknown': 'remedy_choose_another_person',
	'tickets.item_unknown': 'remedy_choose_another_item',
	'tickets.team_unknown': 'remedy_choose_another_team',
	'tickets.site_unknown': 'remedy_choose_another_site',
	'tickets.assignee_unfit': 'remedy_choose_another_person',
	'tickets.state_moved': 'remedy_look_and_decide_again',
	'tickets.step_not_allowed': 'remedy_choose_another_step',
	'tickets.need_missing': 'remedy_fill_in_the_field',
	'tickets.code_unknown': 'remedy_choose_another_reason',
	'tickets.reopen_too_late': 'remedy_open_a_new_ticket',
	'tickets.approval_missing': 'remedy_ask_for_approval',
	'tickets.own_approval': 'remedy_ask_another_approver',
	'tickets.undo_too_late': 'remedy_choose_another_step',
	'tickets.link_to_itself': 'remedy_choose_another_ticket',
	'tickets.reason_missing': 'remedy_fill_in_the_field'
} as const;

export type TicketCode = keyof typeof ticketErrors;

export function refuse(code: TicketCode, field?: string, facts?: JsonObject): Verdict {
	return rejected(code, field, facts);
}
