import type { Actor, Instant } from '#domain/kernel/index.ts';
import {
	ownCommandVerbs,
	stepsFor,
	type State,
	type Step,
	type Ticket,
	type Verb
} from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { stepWords } from './ticket-words.ts';

/** One thing that the person may do with a ticket now; buttons, menus and keys show the same list. */
export type TicketAction = {
	readonly verb: Verb;
	readonly label: string;
	readonly step: Step;
	/** main: the usual next step; danger: ends the work without a result. */
	readonly kind: 'main' | 'plain' | 'danger';
	/** Must something be told first? */
	readonly asks: boolean;
};

/** What usually comes next, so that one button stands out. */
const USUAL: Readonly<Partial<Record<State, readonly Verb[]>>> = {
	new: ['start', 'ask_approval'],
	assigned: ['start'],
	in_progress: ['resolve'],
	pending: ['resume'],
	resolved: ['confirm', 'close'],
	waiting_approval: ['approve'],
	approved: ['start'],
	fulfilling: ['fulfil'],
	fulfilled: ['confirm', 'close']
};
const DANGER: readonly Verb[] = ['cancel', 'withdraw', 'reject'];

/** The steps open to the actor, the usual one first, what ends the work last; assignments have their own dialog. */
export function ticketActions(row: Ticket, actor: Actor, now: Instant): readonly TicketAction[] {
	const steps = stepsFor(row, actor, now).filter((step) => !ownCommandVerbs.includes(step.verb));
	const main = USUAL[row.state]?.find((verb) => steps.some((step) => step.verb === verb));
	const kindOf = (verb: Verb): TicketAction['kind'] =>
		verb === main ? 'main' : DANGER.includes(verb) ? 'danger' : 'plain';
	const rank = { main: 0, plain: 1, danger: 2 };
	return steps
		.map((step) => ({
			verb: step.verb,
			label: stepWords(step.verb, row, row.requester === actor.subject),
			step,
			kind: kindOf(step.verb),
			asks: (step.needs ?? []).length > 0
		}))
		.toSorted((one, other) => rank[one.kind] - rank[other.kind]);
}

const DONE: Readonly<Partial<Record<Verb, (inputs: { ticket: string }) => string>>> = {
	start: m.done_start,
	pend: m.done_pend,
	resume: m.done_resume,
	resolve: m.done_resolve,
	ask_approval: m.done_ask_approval,
	approve: m.done_approve,
	reject: m.done_reject,
	fulfil: m.done_fulfil,
	confirm: m.done_confirm,
	close: m.done_close,
	reopen: m.done_reopen,
	withdraw: m.done_withdraw,
	cancel: m.done_cancel,
	merge: m.done_merge
};

/** The sentence of the toast after a step. */
export function doneWords(verb: Verb, ticket: string): string {
	return DONE[verb]?.({ ticket }) ?? m.done_saved();
}
