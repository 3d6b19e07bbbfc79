import * as v from 'valibot';
import {
	absent,
	defineMutator,
	instant,
	int,
	isRow,
	MINUTE,
	notHere,
	ref,
	text,
	type Context,
	type Instant,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { MAX_MINUTES, ticketTime, type TicketTime } from '../work-schema.ts';
import { ticketFor } from './ticket-access.ts';

const minutes = int(1, MAX_MINUTES).schema;
const note = v.exactOptional(text(500).schema, '');

/** Minutes that a timer shows: begun ones count, and a forgotten timer stops at the longest entry. */
export function minutesBetween(from: Instant, to: Instant): number {
	return Math.min(MAX_MINUTES, Math.max(1, Math.ceil((to - from) / MINUTE)));
}

function entryOf(ctx: Context, root: string): Omit<TicketTime, 'startedAt' | 'minutes' | 'note'> {
	return {
		id: ctx.newId(ticketTime),
		root,
		person: ctx.actor.subject,
		personName: ctx.actor.name,
		at: ctx.now
	};
}

/** Writes time down that was spent; it began `minutes` before now unless it is said. */
export const logTime = defineMutator({
	name: 'tickets.logTime',
	permission: 'tickets.work',
	args: v.strictObject({
		ticket: ref().schema,
		minutes,
		startedAt: v.exactOptional(instant().schema),
		note
	}),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.work');
		if (!found.ok) return found.verdict;
		const startedAt = args.startedAt ?? Math.max(0, ctx.now - args.minutes * MINUTE);
		if (startedAt > ctx.now) return refuse('tickets.time_ahead', 'startedAt');
		await tx.insert(ticketTime, {
			...entryOf(ctx, args.ticket),
			startedAt,
			minutes: args.minutes,
			note: args.note
		});
		return undefined;
	}
});

/** Starts a timer; a person has one at a time on a ticket. */
export const startTimer = defineMutator({
	name: 'tickets.startTimer',
	permission: 'tickets.work',
	args: v.strictObject({ ticket: ref().schema, note }),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.work');
		if (!found.ok) return found.verdict;
		const entries = await tx.children(ticketTime, args.ticket);
		const own =
			entries === notHere ? [] : entries.filter(({ person }) => person === ctx.actor.subject);
		if (own.some((entry) => entry.minutes === null)) return refuse('tickets.timer_runs', 'ticket');
		await tx.insert(ticketTime, {
			...entryOf(ctx, args.ticket),
			startedAt: ctx.now,
			minutes: null,
			note: args.note
		});
		return undefined;
	}
});

type EntryFound =
	| { readonly ok: true; readonly row: TicketTime }
	| { readonly ok: false; readonly verdict: Verdict | undefined };

/** One's own entry. Anybody else's answers as one that does not exist. */
async function ownEntry(tx: WriteTx, ctx: Context, id: string): Promise<EntryFound> {
	const row = await tx.get(ticketTime, id);
	if (row === notHere) return { ok: false, verdict: undefined };
	if (row === absent || row.person !== ctx.actor.subject) {
		return { ok: false, verdict: refuse('tickets.time_unknown', 'entry') };
	}
	return { ok: true, row };
}

/** Stops one's own timer on a ticket, if it runs: whoever gives a ticket away may not reach it any more. */
export async function stopOwnTimer(tx: WriteTx, ctx: Context, root: string): Promise<void> {
	const entries = await tx.children(ticketTime, root);
	for (const entry of entries === notHere ? [] : entries) {
		if (entry.person !== ctx.actor.subject || entry.minutes !== null) continue;
		await tx.update(ticketTime, entry.id, { minutes: minutesBetween(entry.startedAt, ctx.now) });
	}
}

/** One's own timer, or a colleague's forgotten one on a ticket that one may work on. */
async function timerFor(tx: WriteTx, ctx: Context, id: string): Promise<EntryFound> {
	const row = await tx.get(ticketTime, id);
	if (!isRow(row) || row.person === ctx.actor.subject) return ownEntry(tx, ctx, id);
	const found = await ticketFor(tx, ctx, row.root, 'tickets.work');
	return found.ok ? { ok: true, row } : ownEntry(tx, ctx, id);
}

/** Stops a timer, with other minutes than it shows where the person knows better. */
export const stopTimer = defineMutator({
	name: 'tickets.stopTimer',
	permission: 'tickets.work',
	args: v.strictObject({
		entry: ref().schema,
		minutes: v.exactOptional(minutes),
		note: v.exactOptional(text(500).schema)
	}),
	async run({ tx, ctx, args }) {
		const found = await timerFor(tx, ctx, args.entry);
		if (!found.ok) return found.verdict;
		const { row } = found;
		// Stopped on two devices: the first counts.
		if (row.minutes !== null) return undefined;
		await tx.update(ticketTime, row.id, {
			minutes: args.minutes ?? minutesBetween(row.startedAt, ctx.now),
			note: args.note ?? row.note
		});
		return undefined;
	}
});

export const editTime = defineMutator({
	name: 'tickets.editTime',
	permission: 'tickets.work',
	args: v.strictObject({ entry: ref().schema, minutes, note: text(500).schema }),
	async run({ tx, ctx, args }) {
		const found = await ownEntry(tx, ctx, args.entry);
		if (!found.ok) return found.verdict;
		await tx.update(ticketTime, found.row.id, { minutes: args.minutes, note: args.note });
		return undefined;
	}
});

export const removeTime = defineMutator({
	name: 'tickets.removeTime',
	permission: 'tickets.work',
	args: v.strictObject({ entry: ref().schema }),
	async run({ tx, ctx, args }) {
		const found = await ownEntry(tx, ctx, args.entry);
		if (!found.ok) return found.verdict;
		await tx.remove(ticketTime, found.row.id);
		return undefined;
	}
});
