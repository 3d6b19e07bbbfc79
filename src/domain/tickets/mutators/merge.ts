import * as v from 'valibot';
import {
	applied,
	defineMutator,
	notHere,
	nullable,
	ref,
	stepFrom,
	text,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { isOpenState, lifecycleOf } from '../lifecycle.ts';
import { clockFactsOf, pausesOf } from '../rules/pauses.ts';
import { ticket, ticketEvent, ticketLink, type Ticket } from '../schema.ts';
import { ticketMerge } from '../work-schema.ts';
import { MAX_FOLLOWERS } from './follow.ts';
import { takeStep } from './step.ts';
import { factTime, ticketFor } from './ticket-access.ts';
import { record } from './timeline.ts';

const MAX_PAUSES = 1_000;

function pairRefusal(source: Ticket, target: Ticket): Verdict | undefined {
	if (source.id === target.id) return refuse('tickets.link_to_itself', 'into');
	if (source.kind !== target.kind) return refuse('tickets.merge_kinds', 'into');
	if (source.major) return refuse('tickets.major_stays', 'ticket');
	if (!isOpenState(target.kind, target.state)) {
		return refuse('tickets.closed', 'into', { state: target.state });
	}
	return undefined;
}

/** A rule over two sets: what hangs on the source as its child, and what the target has taken in already. */
async function setRefusal(
	tx: WriteTx,
	source: Ticket,
	target: Ticket
): Promise<Verdict | undefined> {
	const links = await tx.children(ticketLink, source.id);
	if (links !== notHere && links.some(({ type }) => type === 'parent_of')) {
		return refuse('tickets.has_children', 'ticket');
	}
	const merges = await tx.children(ticketMerge, target.id);
	if (merges === notHere) return undefined;
	const count = merges.filter(({ undoneAt }) => undoneAt === null).length;
	return count < MAX_FOLLOWERS
		? undefined
		: refuse('tickets.too_many', 'into', { limit: MAX_FOLLOWERS });
}

/**
 * Ends a ticket as merged into another one in which the work goes on. Its comments, files and timeline stay where they
 * are, since a child never changes its root, and a copy would show what one requester wrote to the other: whoever may see
 * both reads the source through the target. The target takes over the facts of the source's clocks and nothing else.
 */
export const merge = defineMutator({
	name: 'tickets.merge',
	permission: 'tickets.merge',
	args: v.strictObject({
		ticket: ref().schema,
		into: ref().schema,
		/** For the requester of the ticket that ends. */
		note: v.exactOptional(nullable(text(4_000)).schema, null)
	}),
	async run({ tx, ctx, args }) {
		const one = await ticketFor(tx, ctx, args.ticket, 'tickets.merge');
		if (!one.ok) return one.verdict;
		const two = await ticketFor(tx, ctx, args.into, 'tickets.merge', 'into');
		if (!two.ok) return two.verdict;
		const [source, target] = [one.row, two.row];
		const step = stepFrom(lifecycleOf(source.kind), source.state, 'merge');
		if (!step) {
			return source.mergedInto === target.id && args.note === null
				? applied
				: refuse('tickets.step_not_allowed', 'ticket', { state: source.state });
		}
		const refusal = pairRefusal(source, target) ?? (await setRefusal(tx, source, target));
		if (refusal) return refusal;
		await takeIn(tx, ctx, source, target);
		await takeStep(tx, ctx, source, step, { code: null, note: args.note });
		await tx.update(ticket, source.id, { mergedInto: target.id });
		ctx.emit({
			name: 'tickets.merged',
			table: ticket.name,
			id: source.id,
			facts: { into: target.id }
		});
		return undefined;
	}
});

async function takeIn(tx: WriteTx, ctx: Context, source: Ticket, target: Ticket): Promise<void> {
	const endsAt = factTime(ctx, source);
	const events = await tx.children(ticketEvent, source.id);
	const merges = await tx.children(ticketMerge, source.id);
	const pauses = events === notHere ? [] : pausesOf(events, endsAt);
	const facts = clockFactsOf(
		{ startedAt: source.openedAt, pauses },
		merges === notHere ? [] : merges
	);
	const at = factTime(ctx, target);
	await tx.insert(ticketMerge, {
		id: ctx.newId(ticketMerge),
		root: target.id,
		source: source.id,
		startedAt: facts.startedAt,
		pauses: facts.pauses.slice(-MAX_PAUSES),
		at,
		undoneAt: null
	});
	await tx.update(ticket, target.id, { updatedAt: at });
	await record(tx, ctx, { root: target.id, at }, { audience: 'internal', what: 'take_in' });
}

/**
 * Takes a merge back, whenever: the ticket stands again as it stood before, and the target gives back its facts. As with
 * the merge itself, both must lie in the actor's reach.
 */
export const unmerge = defineMutator({
	name: 'tickets.unmerge',
	permission: 'tickets.merge',
	args: v.strictObject({ ticket: ref().schema }),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.merge');
		if (!found.ok) return found.verdict;
		const { row } = found;
		if (row.state !== 'merged' || row.mergedInto === null) {
			return refuse('tickets.step_not_allowed', 'ticket', { state: row.state });
		}
		const two = await ticketFor(tx, ctx, row.mergedInto, 'tickets.merge', 'into');
		if (!two.ok) return two.verdict;
		const events = await tx.children(ticketEvent, row.id);
		if (events === notHere) return undefined;
		const step = events.find(({ what, at }) => what === 'merge' && at === row.stateSince);
		if (!step?.before) throw new Error(`${row.id} is merged without a step`);
		await giveBack(tx, ctx, row.id, two.row);
		const at = factTime(ctx, row);
		await tx.update(ticket, row.id, {
			...step.before,
			mergedInto: null,
			stateSince: at,
			updatedAt: at
		});
		await record(
			tx,
			ctx,
			{ root: row.id, at },
			{ audience: 'public', what: 'undo', fromState: row.state, toState: step.before.state }
		);
		ctx.emit({
			name: 'tickets.unmerged',
			table: ticket.name,
			id: row.id,
			facts: { from: row.mergedInto }
		});
		return undefined;
	}
});

async function giveBack(tx: WriteTx, ctx: Context, source: string, target: Ticket): Promise<void> {
	const at = factTime(ctx, target);
	const merges = await tx.children(ticketMerge, target.id);
	for (const taken of merges === notHere ? [] : merges) {
		if (taken.source !== source || taken.undoneAt !== null) continue;
		await tx.update(ticketMerge, taken.id, { undoneAt: at });
	}
	await tx.update(ticket, target.id, { updatedAt: at });
	await record(tx, ctx, { root: target.id, at }, { audience: 'internal', what: 'give_back' });
}
