import { rowId } from '#domain/kernel/index.ts';
import { ticket, type State, type Ticket, type Verb } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import type { Priority } from '#ui/kit/PriorityBar.svelte';
import type { WorkState } from '#ui/kit/work-state.ts';

const SHAPES: Readonly<Record<State, WorkState>> = {
	new: 'open',
	assigned: 'open',
	in_progress: 'progress',
	pending: 'pending',
	resolved: 'resolved',
	waiting_approval: 'pending',
	approved: 'open',
	fulfilling: 'progress',
	fulfilled: 'resolved',
	rejected: 'cancelled',
	closed: 'closed',
	cancelled: 'cancelled',
	merged: 'closed'
};

const STATES: Readonly<Record<State, () => string>> = {
	new: m.state_new,
	assigned: m.state_assigned,
	in_progress: m.state_in_progress,
	pending: m.state_pending,
	resolved: m.state_resolved,
	waiting_approval: m.state_waiting_approval,
	approved: m.state_approved,
	fulfilling: m.state_fulfilling,
	fulfilled: m.state_fulfilled,
	rejected: m.state_rejected,
	closed: m.state_closed,
	cancelled: m.state_cancelled,
	merged: m.state_merged
};

const STEPS: Readonly<Record<Verb, () => string>> = {
	assign: m.step_assign,
	unassign: m.step_unassign,
	start: m.step_start,
	pend: m.step_pend,
	resume: m.step_resume,
	resolve: m.step_resolve,
	ask_approval: m.step_ask_approval,
	approve: m.step_approve,
	reject: m.step_reject,
	fulfil: m.step_fulfil,
	confirm: m.step_confirm,
	close: m.step_close,
	reopen: m.step_reopen,
	withdraw: m.step_withdraw,
	cancel: m.step_cancel,
	merge: m.step_merge
};

const CODES: Readonly<Record<string, () => string>> = {
	requester: m.code_requester,
	supplier: m.code_supplier,
	part: m.code_part,
	change: m.code_change,
	appointment: m.code_appointment,
	fixed: m.code_fixed,
	workaround: m.code_workaround,
	advice: m.code_advice,
	replaced: m.code_replaced,
	no_fault: m.code_no_fault,
	cannot_reproduce: m.code_cannot_reproduce,
	duplicate: m.code_duplicate,
	mistake: m.code_mistake,
	not_needed: m.code_not_needed,
	out_of_scope: m.code_out_of_scope,
	delivered: m.code_delivered,
	partly_delivered: m.code_partly_delivered
};

const FIELDS: Readonly<Record<string, () => string>> = {
	title: m.field_title,
	description: m.field_description,
	impact: m.field_impact,
	urgency: m.field_urgency,
	site: m.field_site,
	tags: m.field_tags,
	team: m.field_team,
	assignee: m.field_assignee,
	priority: m.field_priority,
	priorityOverride: m.field_priority,
	requester: m.field_requester,
	from: m.field_state,
	roles: m.field_roles,
	name: m.field_name,
	email: m.field_email
};

const IMPACTS = [m.impact_1, m.impact_2, m.impact_3];
const URGENCIES = [m.urgency_1, m.urgency_2, m.urgency_3];
const PRIORITIES = [m.priority_1, m.priority_2, m.priority_3, m.priority_4, m.priority_5];

export const shapeOf = (state: State): WorkState => SHAPES[state];
export const stateWords = (state: State): string => STATES[state]();
export const codeWords = (code: string): string => CODES[code]?.() ?? code;
export const fieldWords = (field: string): string => FIELDS[field]?.() ?? field;
export const impactWords = (level: number): string => IMPACTS[level - 1]?.() ?? '';
export const urgencyWords = (level: number): string => URGENCIES[level - 1]?.() ?? '';
/** "2, high". */
export const priorityWords = (level: number): string =>
	m.priority_words({ level, word: PRIORITIES[level - 1]?.() ?? '' });
export const priorityLevel = (row: Pick<Ticket, 'priority'>): Priority => row.priority as Priority;

/** The verb on a button. The requester's own words differ from the desk's. */
export function stepWords(verb: Verb, row: Pick<Ticket, 'kind'>, own: boolean): string {
	const request = row.kind === 'request';
	if (verb === 'confirm' && request) return m.step_confirm_request();
	if (verb === 'reopen' && own) return request ? m.step_reopen_request() : m.step_reopen_own();
	return STEPS[verb]();
}

/** What the person holds in hand until the server gives the number: made from the id, so it never changes. */
export function receiptOf(id: string): string {
	const hex = id.replaceAll('-', '').toUpperCase();
	return `${hex.slice(0, 4)}-${hex.slice(4, 8)}`;
}

/** "INC-123", or the receipt while the server has not numbered it. */
export function labelOf(row: Pick<Ticket, 'id' | 'number'>): string {
	return row.number ?? m.receipt_label({ receipt: receiptOf(row.id) });
}

/** The id of the ticket that a form under this mutation id makes. */
export function ticketIdOf(mid: string): string {
	return rowId(mid, ticket);
}

/** A title out of what somebody wrote: its first sentence or line, cut at a word below 100 characters. */
export function titleFrom(text: string): string {
	const line =
		text
			.trim()
			.split(/\n|(?<=[.!?])\s/, 1)[0]
			?.trim() ?? '';
	const plain = line.replace(/[.\s]+$/, '');
	if (plain.length <= 100) return plain;
	const cut = plain.slice(0, 99);
	const space = cut.lastIndexOf(' ');
	return `${cut.slice(0, space > 40 ? space : 99)}…`;
}
