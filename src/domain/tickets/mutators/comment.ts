import * as v from 'valibot';
import { person } from '#domain/identity/index.ts';
import {
	absent,
	applied,
	defineMutator,
	isRow,
	oneOf,
	ref,
	stepFrom,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { lifecycleOf } from '../lifecycle.ts';
import {
	audiences,
	mentions,
	ticket,
	ticketComment,
	type Ticket,
	type TicketComment
} from '../schema.ts';
import { filesSchema, insertFiles } from './files.ts';
import { takeStep } from './step.ts';
import { factTime, ticketFor } from './ticket-access.ts';
import { addWatcher } from './watch.ts';

/** What is written, as commands that write give it. */
export const saidSchema = v.strictObject({
	audience: oneOf(audiences).schema,
	body: ticketComment.fields.body.schema,
	/** Persons whom a note names. A reply names nobody: its reader need not know who watches. */
	mentions: v.exactOptional(mentions.schema, []),
	files: v.exactOptional(filesSchema, [])
});
export type Said = v.InferOutput<typeof saidSchema> & Pick<TicketComment, 'purpose'>;

/**
 * Adds a reply (public) or a note (internal), in whatever state the ticket is: what was written while somebody else
 * closed the ticket is kept. A public reply of the requester resumes a pending ticket, and one on a merged ticket the
 * ticket in which the work goes on. A note leaves the head alone, since the requester reads the head.
 */
export const comment = defineMutator({
	name: 'tickets.comment',
	permission: 'tickets.take_part',
	args: v.strictObject({ ticket: ref().schema, ...saidSchema.entries }),
	async run({ tx, ctx, args: { ticket: root, ...said } }) {
		return say(tx, ctx, root, { ...said, purpose: 'message' });
	}
});

/** Writes on a ticket, for `tickets.comment` and the commands that write along with something else. */
export async function say(tx: WriteTx, ctx: Context, root: string, said: Said): Promise<Verdict> {
	const { audience, purpose, body } = said;
	const isPublic = audience === 'public';
	const found = await ticketFor(tx, ctx, root, isPublic ? 'tickets.comment' : 'tickets.note');
	if (!found.ok && found.here) return found.verdict;
	if (isPublic && said.mentions.length > 0) return refuse('tickets.mention_public', 'mentions');
	const named = [...new Set(said.mentions)];
	const stranger = await firstUnfit(tx, named);
	if (stranger >= 0) return refuse('tickets.person_unknown', `mentions.${stranger}`);
	const at = found.ok ? factTime(ctx, found.row) : ctx.now;
	const id = ctx.newId(ticketComment);
	await tx.insert(ticketComment, {
		id,
		root,
		audience,
		purpose,
		body,
		mentions: named,
		copiedFrom: null,
		author: ctx.actor.subject,
		authorName: ctx.actor.name,
		at,
		claimedAt: ctx.claimedAt,
		tz: ctx.tz
	});
	await insertFiles(tx, ctx, { root, audience, comment: id, at }, said.files);
	for (const subject of named) await addWatcher(tx, ctx, root, subject);
	if (found.ok && isPublic) await answered(tx, ctx, found.row);
	tell(ctx, root, id, said, named);
	return applied;
}

function tell(ctx: Context, root: string, id: string, said: Said, named: readonly string[]) {
	const { audience } = said;
	const at = { table: ticket.name, id: root };
	ctx.emit({ ...at, name: 'tickets.commented', facts: { comment: id, audience } });
	if (named.length === 0) return;
	ctx.emit({ ...at, name: 'tickets.mentioned', facts: { comment: id, persons: named } });
}

async function firstUnfit(tx: WriteTx, subjects: readonly string[]): Promise<number> {
	for (const [index, subject] of subjects.entries()) {
		const row = await tx.get(person, subject);
		if (row === absent || (isRow(row) && !(row.active && row.staff))) return index;
	}
	return -1;
}

async function answered(tx: WriteTx, ctx: Context, row: Ticket): Promise<void> {
	const isRequester = row.requester === ctx.actor.subject;
	const resume = isRequester ? stepFrom(lifecycleOf(row.kind), row.state, 'resume') : undefined;
	if (resume) return takeStep(tx, ctx, row, resume);
	await tx.update(ticket, row.id, { updatedAt: factTime(ctx, row) });
	if (isRequester && row.mergedInto !== null) {
		// The requester need not see the target, so it is woken by a reaction.
		const facts = { into: row.mergedInto };
		ctx.emit({ name: 'tickets.sourceAnswered', table: ticket.name, id: row.id, facts });
	}
	return undefined;
}
