import * as v from 'valibot';
import {
	defineMutator,
	isRow,
	notHere,
	ref,
	stepFrom,
	type Context,
	type Instant,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { lifecycleOf } from '../lifecycle.ts';
import { priorityOf } from '../rules/priority.ts';
import {
	longText,
	ticket,
	ticketAttachment,
	ticketComment,
	ticketDetail,
	ticketLink,
	title,
	type Ticket,
	type TicketComment
} from '../schema.ts';
import { detailId } from './create.ts';
import { insertHalf, removeHalf } from './link.ts';
import { takeStep, UNDO_WINDOW } from './step.ts';
import { factTime, ticketFor } from './ticket-access.ts';
import { record } from './timeline.ts';

const args = v.strictObject({
	ticket: ref().schema,
	title: title.schema,
	description: v.exactOptional(longText.schema, ''),
	/** Comments that are about the new ticket's matter: copied with their files, their author and their time. */
	comments: v.exactOptional(v.pipe(v.array(ref().schema), v.maxLength(20)), [])
});

/** The second matter of a ticket: same requester, place and weight, its team, and a start of its own. */
function splitHead(id: string, ctx: Context, row: Ticket, title: string, at: Instant): Ticket {
	const lifecycle = lifecycleOf(row.kind);
	const assigned = row.team === null ? undefined : stepFrom(lifecycle, lifecycle.initial, 'assign');
	return {
		...row,
		id,
		number: null,
		title,
		openedBy: ctx.actor.subject,
		state: assigned?.to ?? lifecycle.initial,
		stateSince: at,
		resolution: null,
		pendingReason: null,
		cancelReason: null,
		needsApproval: false,
		priority: priorityOf(row),
		priorityOverride: false,
		assignee: null,
		assigneeName: null,
		catalogItem: null,
		openedAt: at,
		updatedAt: at,
		resolvedAt: null,
		closedAt: null,
		reopenCount: 0,
		mergedInto: null,
		major: false
	};
}

/** The comments as they stand; one that is not on this device is left to the server. */
async function chosen(
	tx: WriteTx,
	root: string,
	ids: readonly string[]
): Promise<readonly TicketComment[] | Verdict> {
	const found: TicketComment[] = [];
	for (const [index, id] of ids.entries()) {
		const row = await tx.get(ticketComment, id);
		if (row === notHere) continue;
		if (!isRow(row) || row.root !== root) {
			return refuse('tickets.comment_unknown', `comments.${index}`);
		}
		found.push(row);
	}
	return found;
}

async function copyComments(
	tx: WriteTx,
	ctx: Context,
	from: string,
	to: string,
	comments: readonly TicketComment[]
): Promise<void> {
	const copyOf = new Map(comments.map(({ id }) => [id, ctx.newId(ticketComment, id)]));
	for (const row of comments) {
		const id = copyOf.get(row.id) ?? row.id;
		await tx.insert(ticketComment, { ...row, id, root: to, copiedFrom: row.id });
	}
	const files = comments.length === 0 ? [] : await tx.children(ticketAttachment, from);
	if (files === notHere) return;
	for (const file of files) {
		const comment = copyOf.get(file.comment ?? '');
		if (comment === undefined) continue;
		const id = ctx.newId(ticketAttachment, file.id);
		await tx.insert(ticketAttachment, { ...file, id, root: to, comment });
	}
}

/**
 * Makes a second ticket out of one that tells of two matters. A child never changes its root, so what is chosen is copied
 * and says where it comes from. Both tickets have the same requester and the copies keep their class: nobody reads more
 * than before. The new ticket is `ctx.newId(ticket)`.
 */
export const split = defineMutator({
	name: 'tickets.split',
	permission: 'tickets.split',
	args,
	async run({ tx, ctx, args: given }) {
		const found = await ticketFor(tx, ctx, given.ticket, 'tickets.split');
		if (!found.ok) return found.verdict;
		const { row } = found;
		const comments = await chosen(tx, row.id, [...new Set(given.comments)]);
		if ('kind' in comments) return comments;
		const at = factTime(ctx, row);
		const root = ctx.newId(ticket);
		const head = splitHead(root, ctx, row, given.title, at);
		await tx.insert(ticket, head);
		const { description } = given;
		await tx.insert(ticketDetail, { id: detailId(root), root, description, answers: [] });
		await copyComments(tx, ctx, row.id, root, comments);
		const said = { by: ctx.actor.subject, at };
		await insertHalf(tx, { ...said, root, other: row.id, type: 'split_from' });
		await insertHalf(tx, { ...said, root: row.id, other: root, type: 'split_into' });
		await tx.update(ticket, row.id, { updatedAt: at });
		await record(tx, ctx, { root: row.id, at }, { audience: 'internal', what: 'split' });
		const created = { audience: 'public', what: 'create', toState: head.state } as const;
		await record(tx, ctx, { root, at }, created);
		const facts = { kind: head.kind, team: null };
		ctx.emit({ name: 'tickets.created', table: ticket.name, id: root, facts });
		return undefined;
	}
});

/** Takes one's own split back for as long as nobody has touched the new ticket: it ends as a mistake. */
export const undoSplit = defineMutator({
	name: 'tickets.undoSplit',
	permission: 'tickets.split',
	args: v.strictObject({ ticket: ref().schema }),
	async run({ tx, ctx, args: given }) {
		const found = await ticketFor(tx, ctx, given.ticket, 'tickets.split');
		if (!found.ok) return found.verdict;
		const { row } = found;
		const links = await tx.children(ticketLink, row.id);
		if (links === notHere) return undefined;
		const origin = links.find(({ type }) => type === 'split_from');
		if (!origin || row.openedBy !== ctx.actor.subject) return refuse('forbidden', 'ticket');
		const step = stepFrom(lifecycleOf(row.kind), row.state, 'cancel');
		if (!step || row.updatedAt !== row.openedAt) {
			return refuse('tickets.state_moved', 'ticket', { state: row.state });
		}
		if (ctx.now - row.openedAt > UNDO_WINDOW) return refuse('tickets.undo_too_late', 'ticket');
		await removeHalf(tx, row.id, 'split_from', origin.other);
		await removeHalf(tx, origin.other, 'split_into', row.id);
		await takeStep(tx, ctx, row, step, { code: 'mistake', note: null });
		return undefined;
	}
});
