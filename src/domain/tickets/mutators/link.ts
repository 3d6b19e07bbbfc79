import * as v from 'valibot';
import { defineMutator, derivedId, isRow, oneOf, ref, type WriteTx } from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { linkTypes, ticketLink, type LinkType, type TicketLink } from '../schema.ts';
import { ticketFor } from './ticket-access.ts';

/** What the other ticket says of the same link. */
export const oppositeOf: Readonly<Record<LinkType, LinkType>> = {
	related: 'related',
	duplicate_of: 'duplicated_by',
	duplicated_by: 'duplicate_of',
	blocks: 'blocked_by',
	blocked_by: 'blocks',
	parent_of: 'child_of',
	child_of: 'parent_of'
};

const args = v.strictObject({
	ticket: ref().schema,
	other: ref().schema,
	type: oneOf(linkTypes).schema
});

/** One link of a kind between two tickets, whoever makes it. */
export function linkId(from: string, type: LinkType, to: string): string {
	return derivedId(ticketLink.name, from, type, to);
}

async function insertHalf(tx: WriteTx, half: Omit<TicketLink, 'id'>): Promise<void> {
	const id = linkId(half.root, half.type, half.other);
	if (!isRow(await tx.get(ticketLink, id))) await tx.insert(ticketLink, { id, ...half });
}

async function removeHalf(tx: WriteTx, from: string, type: LinkType, to: string): Promise<void> {
	const id = linkId(from, type, to);
	if (isRow(await tx.get(ticketLink, id))) await tx.remove(ticketLink, id);
}

/** Links two tickets that the actor can see; the other one carries the opposite. Linking twice changes nothing. */
export const link = defineMutator({
	name: 'tickets.link',
	permission: 'tickets.link',
	args,
	async run({ tx, ctx, args: given }) {
		if (given.ticket === given.other) return refuse('tickets.link_to_itself', 'other');
		const one = await ticketFor(tx, ctx, given.ticket, 'tickets.link');
		if (!one.ok) return one.verdict;
		const two = await ticketFor(tx, ctx, given.other, 'tickets.link', 'other');
		if (!two.ok) return two.verdict;
		const said = { by: ctx.actor.subject, at: ctx.now };
		const { ticket, other, type } = given;
		await insertHalf(tx, { ...said, root: ticket, other, type });
		await insertHalf(tx, { ...said, root: other, other: ticket, type: oppositeOf[type] });
		return undefined;
	}
});

/** Takes both halves of a link away. */
export const unlink = defineMutator({
	name: 'tickets.unlink',
	permission: 'tickets.link',
	args,
	async run({ tx, ctx, args: given }) {
		const one = await ticketFor(tx, ctx, given.ticket, 'tickets.link');
		if (!one.ok) return one.verdict;
		const two = await ticketFor(tx, ctx, given.other, 'tickets.link', 'other');
		if (!two.ok) return two.verdict;
		await removeHalf(tx, given.ticket, given.type, given.other);
		await removeHalf(tx, given.other, oppositeOf[given.type], given.ticket);
		return undefined;
	}
});
