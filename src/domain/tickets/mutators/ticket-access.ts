import {
	absent,
	applied,
	isRow,
	scopesMeet,
	type Actor,
	type Context,
	type Instant,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { SYSTEM } from '#domain/identity/index.ts';
import { refuse } from '../errors.ts';
import { ticketGrants } from '../permissions.ts';
import { targetOf } from '../rules/steps.ts';
import { ticket, type Ticket } from '../schema.ts';

/** The ticket that a command names, or the verdict with which the command ends. */
export type TicketFound =
	| { readonly ok: true; readonly row: Ticket }
	/** `here: false`: this device does not hold the ticket, so the command passes until the server decides. */
	| { readonly ok: false; readonly here: boolean; readonly verdict: Verdict };

export function isReadable(actor: Actor, row: Ticket): boolean {
	return actor.subject === SYSTEM || scopesMeet(ticket.scopes(row), actor.scopes);
}

/**
 * Reads a ticket for a command. Somebody who may not see the ticket gets the answer that an unknown id gets; somebody
 * who sees it, but lacks the permission on it, is told so.
 */
export async function ticketFor(
	tx: WriteTx,
	ctx: Context,
	id: string,
	permission: string,
	field = 'ticket'
): Promise<TicketFound> {
	const row = await tx.get(ticket, id);
	if (row === absent || (isRow(row) && !isReadable(ctx.actor, row))) {
		return { ok: false, here: true, verdict: refuse('tickets.unknown', field) };
	}
	if (!isRow(row)) return { ok: false, here: false, verdict: applied };
	if (!ticketGrants.may(ctx.actor, permission, targetOf(row))) {
		return { ok: false, here: true, verdict: refuse('forbidden') };
	}
	return { ok: true, row };
}

/** When it happened: facts of one ticket never go back, whatever the clocks of two devices say. */
export function factTime(ctx: Context, row: Ticket): Instant {
	return Math.max(ctx.now, row.updatedAt);
}
