import * as v from 'valibot';
import {
	defineMutator,
	oneOf,
	ref,
	stepFrom,
	type Context,
	type WriteTx
} from '#domain/kernel/index.ts';
import { lifecycleOf } from '../lifecycle.ts';
import { audiences, ticket, ticketComment, type Ticket } from '../schema.ts';
import { filesSchema, insertFiles } from './files.ts';
import { takeStep } from './step.ts';
import { factTime, ticketFor } from './ticket-access.ts';

/**
 * Adds a reply (public) or a note (internal), in whatever state the ticket is: what was written while somebody else
 * closed the ticket is kept. A public reply of the requester resumes a pending ticket. A note leaves the head alone,
 * since the requester reads the head.
 */
export const comment = defineMutator({
	name: 'tickets.comment',
	permission: 'tickets.take_part',
	args: v.strictObject({
		ticket: ref().schema,
		audience: oneOf(audiences).schema,
		body: ticketComment.fields.body.schema,
		files: v.exactOptional(filesSchema, [])
	}),
	async run({ tx, ctx, args }) {
		const { audience, body } = args;
		const isPublic = audience === 'public';
		const permission = isPublic ? 'tickets.comment' : 'tickets.note';
		const found = await ticketFor(tx, ctx, args.ticket, permission);
		if (!found.ok && found.here) return found.verdict;
		const root = args.ticket;
		const at = found.ok ? factTime(ctx, found.row) : ctx.now;
		const id = ctx.newId(ticketComment);
		await tx.insert(ticketComment, {
			id,
			root,
			audience,
			body,
			author: ctx.actor.subject,
			authorName: ctx.actor.name,
			at,
			claimedAt: ctx.claimedAt,
			tz: ctx.tz
		});
		await insertFiles(tx, ctx, { root, audience, comment: id, at }, args.files);
		if (found.ok && isPublic) await answered(tx, ctx, found.row);
		ctx.emit({
			name: 'tickets.commented',
			table: ticket.name,
			id: root,
			facts: { comment: id, audience }
		});
		return undefined;
	}
});

async function answered(tx: WriteTx, ctx: Context, row: Ticket): Promise<void> {
	const resume =
		row.requester === ctx.actor.subject
			? stepFrom(lifecycleOf(row.kind), row.state, 'resume')
			: undefined;
	if (resume) await takeStep(tx, ctx, row, resume);
	else await tx.update(ticket, row.id, { updatedAt: factTime(ctx, row) });
}
