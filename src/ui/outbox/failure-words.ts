import type { Failure } from '#domain/kernel/index.ts';
import { failureCodes } from '#domain/failure-codes.ts';
import type { State } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { fieldWords, stateWords } from '#ui/tickets/ticket-words.ts';

const stateIn = ({ facts }: Failure): string => {
	const state = facts?.['state'];
	return typeof state === 'string' ? stateWords(state as State) : '';
};
/** The question that a failure of a form names, `form.<question>`. */
const questionOf = ({ field = '' }: Failure) => ({ question: field.replace(/^form\./, '') });
const factIn = ({ facts }: Failure, name: string): string => {
	const fact = facts?.[name];
	return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : '';
};
const plain = (text: () => string) => () => text();

/** What happened, by code. */
const REASONS: Readonly<Record<string, (failure: Failure) => string>> = {
	forbidden: plain(m.failure_forbidden),
	conflict: plain(m.failure_conflict),
	dependency: plain(m.failure_dependency),
	too_large: plain(m.failure_too_large),
	bad_args: plain(m.failure_bad_args),
	unknown_mutator: plain(m.failure_bad_args),
	'tickets.unknown': plain(m.failure_unknown_ticket),
	'tickets.closed': plain(m.failure_closed),
	'tickets.person_unknown': plain(m.failure_person),
	'tickets.item_unknown': plain(m.failure_item),
	'tickets.team_unknown': plain(m.failure_team),
	'tickets.site_unknown': plain(m.failure_site),
	'tickets.assignee_unfit': plain(m.failure_person),
	'tickets.state_moved': (failure) => m.failure_state_moved({ state: stateIn(failure) }),
	'tickets.step_not_allowed': (failure) => m.failure_step({ state: stateIn(failure) }),
	'tickets.need_missing': ({ field = '' }) => m.failure_missing({ field: fieldWords(field) }),
	'tickets.code_unknown': ({ field = '' }) => m.failure_missing({ field: fieldWords(field) }),
	'tickets.reopen_too_late': plain(m.failure_reopen_late),
	'tickets.approval_missing': plain(m.failure_approval),
	'tickets.own_approval': plain(m.failure_own_approval),
	'tickets.undo_too_late': plain(m.failure_undo_late),
	'tickets.link_to_itself': plain(m.failure_link),
	'tickets.reason_missing': ({ field = '' }) => m.failure_missing({ field: fieldWords(field) }),
	'tickets.mention_public': plain(m.failure_mention),
	'tickets.merge_kinds': plain(m.failure_merge_kinds),
	'tickets.major_stays': plain(m.failure_major_stays),
	'tickets.has_children': plain(m.failure_has_children),
	'tickets.has_parent': plain(m.failure_has_parent),
	'tickets.too_many': (failure) => m.failure_too_many({ limit: factIn(failure, 'limit') }),
	'tickets.comment_unknown': plain(m.failure_comment),
	'tickets.not_an_incident': plain(m.failure_not_incident),
	'tickets.already_major': plain(m.failure_already_major),
	'tickets.not_major': plain(m.failure_not_major),
	'tickets.still_open': plain(m.failure_still_open),
	'tickets.check_unknown': plain(m.failure_check),
	'tickets.time_unknown': plain(m.failure_time),
	'tickets.time_ahead': plain(m.failure_time_ahead),
	'tickets.timer_runs': plain(m.failure_timer_runs),
	'tickets.variable_unknown': (failure) =>
		m.failure_variable({ variable: factIn(failure, 'variable') }),
	'tickets.variable_empty': (failure) =>
		m.failure_variable_empty({ variable: factIn(failure, 'variable') }),
	'tickets.macro_empty': plain(m.failure_macro_empty),
	'tickets.macro_unknown': plain(m.failure_macro),
	'filters.field_unknown': plain(m.failure_filter),
	'filters.op_unfit': plain(m.failure_filter),
	'filters.value_unknown': plain(m.failure_filter),
	'views.unknown': plain(m.failure_view),
	'views.team_unknown': plain(m.failure_team),
	'views.column_unknown': plain(m.failure_view_part),
	'views.sort_unknown': plain(m.failure_view_part),
	'views.group_unknown': plain(m.failure_view_part),
	'views.not_shared': plain(m.failure_view_share),
	'announcements.unknown': plain(m.failure_announcement),
	'announcements.ended': plain(m.failure_announcement_ended),
	'announcements.step_not_allowed': plain(m.failure_announcement_moved),
	'announcements.period': plain(m.failure_announcement_period),
	'announcements.audience': plain(m.failure_announcement_audience),
	'identity.person_unknown': plain(m.failure_person),
	'identity.team_unknown': plain(m.failure_team),
	'identity.site_unknown': plain(m.failure_site),
	'identity.own_admin_role': plain(m.failure_last_admin),
	'identity.own_account': plain(m.failure_last_admin),
	'catalog.item_unknown': plain(m.failure_item),
	'catalog.team_unknown': plain(m.failure_team),
	'catalog.answer_missing': plain(m.failure_answer),
	'catalog.answer_invalid': plain(m.failure_answer),
	'catalog.answer_unknown': plain(m.failure_answer),
	'catalog.form_unknown': plain(m.failure_form_gone),
	'catalog.form_moved': plain(m.failure_form_moved),
	'catalog.draft_missing': plain(m.failure_form_draft),
	'catalog.condition_unknown': (failure) => m.failure_condition_unknown(questionOf(failure)),
	'catalog.condition_unfit': (failure) => m.failure_condition_unfit(questionOf(failure)),
	'catalog.condition_cyclic': (failure) => m.failure_condition_cyclic(questionOf(failure)),
	'catalog.rule_impossible': (failure) => m.failure_rule_impossible(questionOf(failure)),
	'knowledge.unknown': plain(m.failure_article_unknown),
	'knowledge.not_in_work': plain(m.failure_article_not_in_work),
	'knowledge.state_moved': plain(m.failure_article_moved),
	'knowledge.step_not_allowed': plain(m.failure_article_step),
	'knowledge.need_missing': plain(m.failure_article_need),
	'knowledge.words_missing': plain(m.failure_article_words),
	'knowledge.review_past': plain(m.failure_article_review),
	'knowledge.image_unknown': plain(m.failure_article_image),
	'knowledge.language_unknown': plain(m.failure_article_language),
	'knowledge.languages_full': plain(m.failure_article_languages),
	'knowledge.version_unknown': plain(m.failure_article_version)
};

/** What the person can do, by the key that the domain's catalogue of failures names. */
const REMEDIES: Readonly<Record<string, () => string>> = {
	remedy_ask_for_permission: m.remedy_ask_for_permission,
	remedy_check_the_link: m.remedy_check_the_link,
	remedy_reopen_or_new: m.remedy_reopen_or_new,
	remedy_choose_another_person: m.remedy_choose_another_person,
	remedy_choose_another_item: m.remedy_choose_another_item,
	remedy_choose_another_team: m.remedy_choose_another_team,
	remedy_choose_another_site: m.remedy_choose_another_site,
	remedy_look_and_decide_again: m.remedy_look_and_decide_again,
	remedy_choose_another_step: m.remedy_choose_another_step,
	remedy_fill_in_the_field: m.remedy_fill_in_the_field,
	remedy_choose_another_reason: m.remedy_choose_another_reason,
	remedy_open_a_new_ticket: m.remedy_open_a_new_ticket,
	remedy_ask_for_approval: m.remedy_ask_for_approval,
	remedy_ask_another_approver: m.remedy_ask_another_approver,
	remedy_choose_another_ticket: m.remedy_choose_another_ticket,
	remedy_ask_another_admin: m.remedy_ask_another_admin,
	remedy_answer_the_question: m.remedy_answer_the_question,
	remedy_correct_the_answer: m.remedy_correct_the_answer,
	remedy_reload_the_form: m.remedy_reload_the_form,
	remedy_correct_the_question: m.remedy_correct_the_question,
	remedy_revise_first: m.remedy_revise_first,
	remedy_choose_a_later_day: m.remedy_choose_a_later_day,
	remedy_add_the_image: m.remedy_add_the_image,
	remedy_choose_another_language: m.remedy_choose_another_language,
	remedy_reload_the_article: m.remedy_reload_the_article,
	remedy_write_a_note: m.remedy_write_a_note,
	remedy_merge_the_other_way: m.remedy_merge_the_other_way,
	remedy_unlink_first: m.remedy_unlink_first,
	remedy_take_fewer: m.remedy_take_fewer,
	remedy_declare_major_first: m.remedy_declare_major_first,
	remedy_resolve_first: m.remedy_resolve_first,
	remedy_choose_an_earlier_time: m.remedy_choose_an_earlier_time,
	remedy_stop_the_timer_first: m.remedy_stop_the_timer_first,
	remedy_correct_the_variable: m.remedy_correct_the_variable,
	remedy_choose_another_macro: m.remedy_choose_another_macro,
	remedy_mend_the_filter: m.remedy_mend_the_filter,
	remedy_choose_another_view: m.remedy_choose_another_view,
	remedy_choose_other_columns: m.remedy_choose_other_columns,
	remedy_choose_another_order: m.remedy_choose_another_order,
	remedy_share_the_view_first: m.remedy_share_the_view_first,
	remedy_write_a_new_one: m.remedy_write_a_new_one,
	remedy_choose_a_later_end: m.remedy_choose_a_later_end,
	remedy_choose_whom_it_concerns: m.remedy_choose_whom_it_concerns
};

export const failureReasons: readonly string[] = Object.keys(REASONS);
export const failureRemedies: readonly string[] = Object.keys(REMEDIES);

/** Why it was not accepted, in a sentence. */
export function reasonWords(failure: Failure): string {
	return REASONS[failure.code]?.(failure) ?? m.failure_other({ code: failure.code });
}

/** What to do about it, in a sentence. */
export function remedyWords(failure: Failure): string {
	return REMEDIES[failureCodes[failure.code] ?? '']?.() ?? m.remedy_copy_and_tell();
}

export function failureWords(failure: Failure): string {
	return `${reasonWords(failure)} ${remedyWords(failure)}`;
}
