import * as v from 'valibot';
import {
	absent,
	applied,
	defineMutator,
	isRow,
	MINUTE,
	nullable,
	oneOf,
	ref,
	stepFrom,
	text,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { ownCommandVerbs, codesOf, lifecycleOf, states, verbs, type Step } from '../lifecycle.ts';
import { columnsAfter, lifecycleColumnsOf, stepRefusal } from '../rules/steps.ts';
import { ticket, ticketEvent, type Ticket } from '../schema.ts';
import { factTime, ticketFor } from './ticket-access.ts';
import { noteMajorStep } from './major-facts.ts';
import { record } from './timeline.ts';

interface Told {
	readonly code: string | null;
	readonly note: string | null;
}

/** Moves the ticket by a step that has been found legal. */
export async function takeStep(
	tx: WriteTx,
	ctx: Context,
	row: Ticket,
	step: Step,
	told: Told = { code: null, note: null },
	event = ctx.newId(ticketEvent, step.verb)
): Promise<void> {
	const at = factTime(ctx, row);
	await noteMajorStep(tx, row, step.to, at);
	await tx.update(ticket, row.id, {
		...columnsAfter(row, step, told.code, at),
		stateSince: at,
		updatedAt: at
	});
	await record(
		tx,
		ctx,
		{ root: row.id, at },
		{
			...told,
			audience: 'public',
			what: step.verb,
			fromState: row.state,
			toState: step.to,
			before: lifecycleColumnsOf(row)
		},
		event
	);
	ctx.emit({
		name: 'tickets.moved',
		table: ticket.name,
		id: row.id,
		facts: { verb: step.verb, from: row.state, to: step.to, event }
	});
}

function toldRefusal(step: Step, told: Told): Verdict | undefined {
	for (const need of step.needs ?? []) {
		const given = need === 'code' ? told.code : told.note;
		if (given === null || given.trim() === '') return refuse('tickets.need_missing', need);
	}
	if (told.code === null || codesOf[step.verb]?.includes(told.code)) return undefined;
	return refuse('tickets.code_unknown', 'code');
}

export const stepSchema = v.strictObject({
	verb: v.pipe(
		oneOf(verbs).schema,
		v.check((verb) => !ownCommandVerbs.includes(verb), 'verb.own_command')
	),
	/** The state that the person saw. */
	from: oneOf(states).schema,
	code: v.exactOptional(nullable(text(32, 1)).schema, null),
	note: v.exactOptional(nullable(text(4_000)).schema, null)
});
const args = v.strictObject({ ticket: ref().schema, ...stepSchema.entries });

/**
 * The step is no legal one from the state as it stands. Somebody else may have done the very same: then there is
 * nothing left to do, unless the person also said something, which must not get lost without a word.
 */
function noStep(row: Ticket, given: v.InferOutput<typeof args>): Verdict {
	const wanted = stepFrom(lifecycleOf(row.kind), given.from, given.verb);
	if (!wanted || row.state === given.from) {
		return refuse('tickets.step_not_allowed', 'verb', { state: row.state });
	}
	const saidNothing = given.code === null && given.note === null;
	if (row.state === wanted.to && saidNothing) return applied;
	return refuse('tickets.state_moved', 'from', { seen: given.from, state: row.state });
}

/**
 * Takes a step of the lifecycle. The lifecycle decides on the row as it stands: a step that is legal from a state
 * reached meanwhile is taken all the same (a technician's "resolved" counts although the desk had set the ticket to
 * pending), any other is rejected with the state seen and the state found.
 */
export const transition = defineMutator({
	name: 'tickets.transition',
	permission: 'tickets.take_part',
	args,
	async run({ tx, ctx, args: given }) {
		const found = await ticketFor(tx, ctx, given.ticket, 'tickets.take_part');
		if (!found.ok) return found.verdict;
		const { row } = found;
		const step = stepFrom(lifecycleOf(row.kind), row.state, given.verb);
		if (!step) return noStep(row, given);
		const refusal = stepRefusal(step, { row, actor: ctx.actor, now: ctx.now });
		if (refusal) return refuse(refusal, 'verb', { state: row.state });
		const unsaid = toldRefusal(step, given);
		if (unsaid) return unsaid;
		await takeStep(tx, ctx, row, step, { code: given.code, note: given.note });
		return undefined;
	}
});

/** For slips only; after that a step is history, and another step mends it. */
export const UNDO_WINDOW = 10 * MINUTE;

/** Takes back one's own last step, named by its event `ctx.newId(ticketEvent, verb)`. Both stay in the timeline. */
export const undoStep = defineMutator({
	name: 'tickets.undoStep',
	permission: 'tickets.take_part',
	args: v.strictObject({ ticket: ref().schema, event: ref().schema }),
	async run({ tx, ctx, args: given }) {
		const found = await ticketFor(tx, ctx, given.ticket, 'tickets.take_part');
		if (!found.ok) return found.verdict;
		const { row } = found;
		const event = await tx.get(ticketEvent, given.event);
		if (event === absent) return refuse('forbidden', 'event');
		if (!isRow(event)) return undefined;
		const isOwn = event.root === row.id && event.by === ctx.actor.subject;
		// What a merge did to the other ticket is taken back by `tickets.unmerge` only.
		if (!isOwn || event.before === null || event.what === 'merge') {
			return refuse('forbidden', 'event');
		}
		if (row.state !== event.toState || row.stateSince !== event.at) {
			return refuse('tickets.state_moved', 'event', { seen: event.toState, state: row.state });
		}
		const at = factTime(ctx, row);
		if (at - event.at > UNDO_WINDOW) return refuse('tickets.undo_too_late', 'event');
		await noteMajorStep(tx, row, event.before.state, at);
		await tx.update(ticket, row.id, { ...event.before, stateSince: at, updatedAt: at });
		await record(
			tx,
			ctx,
			{ root: row.id, at },
			{ audience: 'public', what: 'undo', fromState: row.state, toState: event.before.state }
		);
		ctx.emit({
			name: 'tickets.stepUndone',
			table: ticket.name,
			id: row.id,
			facts: { verb: event.what, event: event.id }
		});
		return undefined;
	}
});
