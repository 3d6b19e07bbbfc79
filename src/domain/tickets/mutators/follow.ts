import * as v from 'valibot';
import {
	defineMutator,
	derivedId,
	isRow,
	notHere,
	ref,
	stepFrom,
	type Context,
	type Found,
	type WriteTx
} from '#domain/kernel/index.ts';
import { lifecycleOf } from '../lifecycle.ts';
import { ticket, ticketEvent, ticketLink, type Ticket, type TicketEvent } from '../schema.ts';
import { ticketMerge } from '../work-schema.ts';
import { takeStep } from './step.ts';
import { factTime } from './ticket-access.ts';
import { record } from './timeline.ts';

/**
 * What a ticket takes along. Its children are incidents that are resolved with it, and tickets merged into it are told
 * how it goes. Both are reactions to the step, run as the system: whoever resolves a parent need not see every child. The
 * words of the step go along, so the one who writes them is to be told so.
 */

/** Most children of a ticket, and most tickets merged into one: what follows is written in one transaction. */
export const MAX_FOLLOWERS = 100;

/** The event that a step leaves on a ticket that follows: named by both, so that a second delivery finds it there. */
export function followId(event: string, follower: string, what = ''): string {
	return derivedId(ticketEvent.name, event, follower, what);
}

async function followersOf(tx: WriteTx, root: string): Promise<readonly Ticket[]> {
	const links = await tx.children(ticketLink, root);
	if (links === notHere) return [];
	const rows: Ticket[] = [];
	for (const { type, other } of links) {
		const row = type === 'parent_of' ? await tx.get(ticket, other) : undefined;
		if (row && isRow(row)) rows.push(row);
	}
	return rows;
}

/** Tickets whose work goes on in this one; those merged into them come with them. */
async function mergedInto(tx: WriteTx, root: string): Promise<readonly Ticket[]> {
	const found: Ticket[] = [];
	const roots = [root];
	for (let next = roots.shift(); next !== undefined; next = roots.shift()) {
		const merges = await tx.children(ticketMerge, next);
		if (merges === notHere) continue;
		for (const { source, undoneAt } of merges) {
			const row = undoneAt === null ? await tx.get(ticket, source) : undefined;
			if (!row || !isRow(row) || found.length >= MAX_FOLLOWERS) continue;
			found.push(row);
			roots.push(row.id);
		}
	}
	return found;
}

type Said = Pick<TicketEvent, 'code' | 'note' | 'toState'>;

async function tell(tx: WriteTx, ctx: Context, row: Ticket, id: string, said: Said) {
	if (isRow(await tx.get(ticketEvent, id))) return;
	const at = factTime(ctx, row);
	await tx.update(ticket, row.id, { updatedAt: at });
	await record(tx, ctx, { root: row.id, at }, { audience: 'public', what: 'follow', ...said }, id);
}

const args = v.strictObject({
	ticket: ref().schema,
	/** The event of the step. */
	event: ref().schema
});

async function eventOf(tx: WriteTx, given: v.InferOutput<typeof args>) {
	const event = await tx.get(ticketEvent, given.event);
	return isRow(event) && event.root === given.ticket ? event : undefined;
}

/** After a step of `ticket`: its children are resolved with it, what was merged into it is told. */
export const followUp = defineMutator({
	name: 'tickets.followUp',
	permission: 'tickets.follow',
	args,
	async run({ tx, ctx, args: given }) {
		const event = await eventOf(tx, given);
		if (!event) return;
		const { code, note, toState } = event;
		if (event.what === 'resolve') {
			for (const row of await followersOf(tx, event.root)) {
				const step = stepFrom(lifecycleOf(row.kind), row.state, 'resolve');
				const id = followId(event.id, row.id);
				if (row.kind !== 'incident' || !step || isRow(await tx.get(ticketEvent, id))) continue;
				await takeStep(tx, ctx, row, step, { code, note }, id);
			}
		}
		for (const row of await mergedInto(tx, event.root)) {
			await tell(tx, ctx, row, followId(event.id, row.id), { code: event.what, note, toState });
		}
	}
});

/** After a step of `ticket` was taken back: children that were resolved with it stand again where they stood. */
export const undoFollow = defineMutator({
	name: 'tickets.undoFollow',
	permission: 'tickets.follow',
	args,
	async run({ tx, ctx, args: given }) {
		const event = await eventOf(tx, given);
		if (!event) return;
		for (const row of await followersOf(tx, event.root)) await standAgain(tx, ctx, row, event);
		const toState = event.before?.state ?? null;
		for (const row of await mergedInto(tx, event.root)) {
			const id = followId(event.id, row.id, 'undo');
			await tell(tx, ctx, row, id, { code: 'undo', note: null, toState });
		}
	}
});

async function standAgain(tx: WriteTx, ctx: Context, row: Ticket, event: TicketEvent) {
	const followed = await tx.get(ticketEvent, followId(event.id, row.id));
	if (!isRow(followed) || followed.before === null) return;
	// Somebody has moved it since: it goes its own way.
	if (row.state !== followed.toState || row.stateSince !== followed.at) return;
	const at = factTime(ctx, row);
	await tx.update(ticket, row.id, { ...followed.before, stateSince: at, updatedAt: at });
	await record(
		tx,
		ctx,
		{ root: row.id, at },
		{ audience: 'public', what: 'undo', fromState: row.state, toState: followed.before.state },
		followId(event.id, row.id, 'undo')
	);
}

/**
 * The requester of a ticket that was merged has answered there: the ticket in which the work goes on is touched, and taken
 * up again where it waits. It is the system that takes the step, since the target's requester need not know who answered.
 */
export const wake = defineMutator({
	name: 'tickets.wake',
	permission: 'tickets.follow',
	args: v.strictObject({ ticket: ref().schema }),
	async run({ tx, ctx, args: given }) {
		const walked = new Set<string>();
		for (let next: string | null = given.ticket; next !== null && !walked.has(next);) {
			walked.add(next);
			const row: Found<Ticket> = await tx.get(ticket, next);
			if (!isRow(row)) return;
			const step = stepFrom(lifecycleOf(row.kind), row.state, 'resume');
			if (step) await takeStep(tx, ctx, row, step);
			else await tx.update(ticket, row.id, { updatedAt: factTime(ctx, row) });
			next = row.mergedInto;
		}
	}
});
