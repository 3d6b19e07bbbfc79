import type { Context, Instant, WriteTx } from '#domain/kernel/index.ts';
import { ticketEvent, type TicketEvent } from '../schema.ts';

type Said = Pick<TicketEvent, 'audience' | 'what'> &
	Partial<Pick<TicketEvent, 'fromState' | 'toState' | 'code' | 'note' | 'fields' | 'before'>>;

/**
 * Adds what happened to the timeline of a ticket. The event of a mutation that concerns one ticket is named by what
 * happened, at most once; a mutation over several tickets gives each event an id.
 */
export async function record(
	tx: WriteTx,
	ctx: Context,
	at: { readonly root: string; readonly at: Instant },
	said: Said,
	id = ctx.newId(ticketEvent, said.what)
): Promise<void> {
	await tx.insert(ticketEvent, {
		id,
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
