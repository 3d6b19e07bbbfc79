import * as v from 'valibot';
import {
	defineMutator,
	derivedId,
	isRow,
	notHere,
	oneOf,
	ref,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { ticketLink, type LinkType, type TicketLink } from '../schema.ts';
import { MAX_FOLLOWERS } from './follow.ts';
import { ticketFor } from './ticket-access.ts';

/** What the other ticket says of the same link. */
export const oppositeOf: Readonly<Record<LinkType, LinkType>> = {
	related: 'related',
	duplicate_of: 'duplicated_by',
	duplicated_by: 'duplicate_of',
	blocks: 'blocked_by',
	blocked_by: 'blocks',
	parent_of: 'child_of',
	child_of: 'parent_of',
	split_from: 'split_into',
	split_into: 'split_from'
};

/** Links that people make; what came of a split is linked by it. */
export const handMadeLinks = [
	'related',
	'duplicate_of',
	'duplicated_by',
	'blocks',
	'blocked_by',
	'parent_of',
	'child_of'
] as const satisfies readonly LinkType[];

const args = v.strictObject({
	ticket: ref().schema,
	other: ref().schema,
	type: oneOf(handMadeLinks).schema
});

/** One link of a kind between two tickets, whoever makes it. */
export function linkId(from: string, type: LinkType, to: string): string {
	return derivedId(ticketLink.name, from, type, to);
}

export async function insertHalf(tx: WriteTx, half: Omit<TicketLink, 'id'>): Promise<void> {
	const id = linkId(half.root, half.type, half.other);
	if (!isRow(await tx.get(ticketLink, id))) await tx.insert(ticketLink, { id, ...half });
}

export async function removeHalf(
	tx: WriteTx,
	from: string,
	type: LinkType,
	to: string
): Promise<void> {
	const id = linkId(from, type, to);
	if (isRow(await tx.get(ticketLink, id))) await tx.remove(ticketLink, id);
}

/**
 * One parent a ticket, and no grandchildren: what resolves with a parent is known at one look. Both rules read the two
 * roots, so that two links made at the same time meet there.
 */
async function familyRefusal(
	tx: WriteTx,
	parent: string,
	child: string
): Promise<Verdict | undefined> {
	const above = await tx.children(ticketLink, parent);
	const below = await tx.children(ticketLink, child);
	if (above === notHere || below === notHere) return undefined;
	if (above.some(({ type }) => type === 'child_of')) return refuse('tickets.has_parent', 'ticket');
	if (below.some(({ type }) => type === 'parent_of'))
		return refuse('tickets.has_children', 'other');
	if (below.some(({ type, other }) => type === 'child_of' && other !== parent)) {
		return refuse('tickets.has_parent', 'other');
	}
	const others = above.filter(({ type, other }) => type === 'parent_of' && other !== child);
	return others.length < MAX_FOLLOWERS
		? undefined
		: refuse('tickets.too_many', 'other', { limit: MAX_FOLLOWERS });
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
		const { ticket, other, type } = given;
		const family =
			type === 'parent_of'
				? await familyRefusal(tx, ticket, other)
				: type === 'child_of'
					? await familyRefusal(tx, other, ticket)
					: undefined;
		if (family) return family;
		const said = { by: ctx.actor.subject, at: ctx.now };
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
