import type { Context, Instant, WriteTx } from '#domain/kernel/index.ts';
import { ticketEvent, type TicketEvent } from '../schema.ts';

type Said = Pick<TicketEvent, 'audience' | 'what'> &
	Partial<Pick<TicketEvent, 'fromState' | 'toState' | 'code' | 'note' | 'fields' | 'before'>>;

/** Adds what happened to the timeline of a ticket; at most once per mutation and kind of event. */
export async function record(
	tx: WriteTx,
	ctx: Context,
	at: { readonly root: string; readonly at: Instant },
	said: Said
): Promise<void> {
	await tx.insert(ticketEvent, {
		id: ctx.newId(ticketEvent, said.what),
		root: at.root,
		fromState: null,
		toState: null,
		code: null,
		note: null,
		fields: [],
		before: null,
		...said,
		by: ctx.actor.subject,
		byName: ctx.actor.name,
		at: at.at,
		claimedAt: ctx.claimedAt
	});
}
