import { DAY, stepsFrom, type Actor, type Instant } from '#domain/kernel/index.ts';
import type { Target } from '#domain/identity/index.ts';
import type { TicketCode } from '../errors.ts';
import { lifecycleOf, type Guard, type Step } from '../lifecycle.ts';
import { ticketGrants } from '../permissions.ts';
import type { LifecycleColumns, Ticket } from '../schema.ts';

/**
 * How long a resolved ticket may be reopened. Five business days pass before it is closed by itself (DOMAIN.md
 * section 1); with a weekend and up to three public holidays those are ten days of the calendar.
 */
export const REOPEN_WINDOW = 10 * DAY;

export function targetOf(row: Ticket): Target {
	return { owner: row.requester, team: row.team, assignee: row.assignee };
}

interface Asked {
	readonly row: Ticket;
	readonly actor: Actor;
	readonly now: Instant;
}

const guards: Readonly<Record<Guard, (asked: Asked) => TicketCode | null>> = {
	within_reopen_window: ({ row, now }) =>
		now - row.stateSince <= REOPEN_WINDOW ? null : 'tickets.reopen_too_late',
	approval_settled: ({ row }) =>
		row.needsApproval && row.state === 'new' ? 'tickets.approval_missing' : null,
	not_own: ({ row, actor }) =>
		row.requester === actor.subject || row.openedBy === actor.subject
			? 'tickets.own_approval'
			: null
};

const isGuard = (name: string): name is Guard => Object.hasOwn(guards, name);

/** Why the actor may not take the step on this row, or null. Says nothing about what the step needs to be told. */
export function stepRefusal(step: Step, asked: Asked): TicketCode | null {
	if (!ticketGrants.may(asked.actor, step.permission, targetOf(asked.row))) return 'forbidden';
	if (step.guard === undefined) return null;
	if (!isGuard(step.guard)) throw new Error(`Guard without a rule: ${step.guard}`);
	return guards[step.guard](asked);
}

/** The buttons of a ticket: exactly the steps that would be accepted, in the order of the lifecycle. */
export function stepsFor(row: Ticket, actor: Actor, now: Instant): readonly Step[] {
	return stepsFrom(lifecycleOf(row.kind), row.state).filter(
		(step) => stepRefusal(step, { row, actor, now }) === null
	);
}

/** The columns that a step moves, as they stand. */
export function lifecycleColumnsOf(row: Ticket): LifecycleColumns {
	const { state, resolution, pendingReason, cancelReason, resolvedAt, closedAt, reopenCount } = row;
	return { state, resolution, pendingReason, cancelReason, resolvedAt, closedAt, reopenCount };
}

/** The columns that a step moves, after it. */
export function columnsAfter(
	row: Ticket,
	step: Step,
	code: string | null,
	at: Instant
): LifecycleColumns {
	const left = { ...lifecycleColumnsOf(row), state: step.to, pendingReason: null };
	switch (step.verb) {
		case 'pend':
			return { ...left, pendingReason: code };
		case 'resolve':
		case 'fulfil':
			return { ...left, resolution: code, resolvedAt: at };
		case 'close':
		case 'confirm':
		case 'reject':
		case 'merge':
			return { ...left, closedAt: at };
		case 'cancel':
		case 'withdraw':
			return { ...left, cancelReason: code, closedAt: at };
		case 'reopen':
			return { ...left, resolution: null, resolvedAt: null, reopenCount: row.reopenCount + 1 };
		default:
			return left;
	}
}
