import * as v from 'valibot';
import { person } from '#domain/identity/index.ts';
import {
	absent,
	defineMutator,
	derivedId,
	isRow,
	ref,
	type Context,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { ticketWatcher } from '../schema.ts';
import { ticketFor } from './ticket-access.ts';

const args = v.strictObject({
	ticket: ref().schema,
	/** The actor, unless given. */
	person: v.exactOptional(ref().schema)
});

export function watcherId(ticketId: string, subject: string): string {
	return derivedId(ticketWatcher.name, ticketId, subject);
}

/** Somebody who watches already goes on watching. */
export async function addWatcher(
	tx: WriteTx,
	ctx: Context,
	root: string,
	subject: string
): Promise<void> {
	const id = watcherId(root, subject);
	if (isRow(await tx.get(ticketWatcher, id))) return;
	await tx.insert(ticketWatcher, { id, root, person: subject, at: ctx.now });
}

/** Adds a watcher: somebody who can be assigned work. Watching gives no right to read. */
export const watch = defineMutator({
	name: 'tickets.watch',
	permission: 'tickets.watch',
	args,
	async run({ tx, ctx, args: given }) {
		const found = await ticketFor(tx, ctx, given.ticket, 'tickets.watch');
		if (!found.ok) return found.verdict;
		const subject = given.person ?? ctx.actor.subject;
		const row = await tx.get(person, subject);
		if (row === absent || (isRow(row) && !(row.active && row.staff))) {
			return refuse('tickets.person_unknown', 'person');
		}
		await addWatcher(tx, ctx, given.ticket, subject);
		return undefined;
	}
});

export const unwatch = defineMutator({
	name: 'tickets.unwatch',
	permission: 'tickets.watch',
	args,
	async run({ tx, ctx, args: given }) {
		const found = await ticketFor(tx, ctx, given.ticket, 'tickets.watch');
		if (!found.ok) return found.verdict;
		const id = watcherId(given.ticket, given.person ?? ctx.actor.subject);
		if (isRow(await tx.get(ticketWatcher, id))) await tx.remove(ticketWatcher, id);
		return undefined;
	}
});
