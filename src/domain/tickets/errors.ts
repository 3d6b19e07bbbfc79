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
	'tickets.reason_missing': 'remedy_fill_in_the_field',
	'tickets.mention_public': 'remedy_write_a_note',
	'tickets.merge_kinds': 'remedy_choose_another_ticket',
	'tickets.major_stays': 'remedy_merge_the_other_way',
	'tickets.has_children': 'remedy_unlink_first',
	'tickets.has_parent': 'remedy_unlink_first',
	'tickets.too_many': 'remedy_take_fewer',
	'tickets.comment_unknown': 'remedy_look_and_decide_again',
	'tickets.not_an_incident': 'remedy_choose_another_ticket',
	'tickets.already_major': 'remedy_look_and_decide_again',
	'tickets.not_major': 'remedy_declare_major_first',
	'tickets.still_open': 'remedy_resolve_first',
	'tickets.check_unknown': 'remedy_look_and_decide_again',
	'tickets.time_unknown': 'remedy_look_and_decide_again',
	'tickets.time_ahead': 'remedy_choose_an_earlier_time',
	'tickets.timer_runs': 'remedy_stop_the_timer_first',
	'tickets.variable_unknown': 'remedy_correct_the_variable',
	'tickets.variable_empty': 'remedy_fill_in_the_field',
	'tickets.macro_empty': 'remedy_fill_in_the_field',
	'tickets.macro_unknown': 'remedy_choose_another_macro'
} as const;

export type TicketCode = keyof typeof ticketErrors;

export function refuse(code: TicketCode, field?: string, facts?: JsonObject): Verdict {
	return rejected(code, field, facts);
}
