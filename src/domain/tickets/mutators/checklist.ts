import * as v from 'valibot';
import {
	absent,
	defineMutator,
	filledText,
	int,
	isRow,
	mergeFields,
	notHere,
	ref,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { ticketCheck, type TicketCheck } from '../work-schema.ts';
import { ticketFor } from './ticket-access.ts';

/** Longer lists are work orders. */
export const MAX_CHECKS = 60;
const line = filledText(200).schema;
export const checkLines = v.pipe(v.array(line), v.minLength(1), v.maxLength(30));

/** Adds lines at the end of the checklist. */
export async function addLines(
	tx: WriteTx,
	ctx: Context,
	root: string,
	lines: readonly string[]
): Promise<Verdict | undefined> {
	const found = await tx.children(ticketCheck, root);
	const there = found === notHere ? [] : found;
	if (there.length + lines.length > MAX_CHECKS) {
		return refuse('tickets.too_many', 'lines', { limit: MAX_CHECKS });
	}
	const last = Math.max(0, ...there.map(({ position }) => position));
	for (const [index, text] of lines.entries()) {
		await tx.insert(ticketCheck, {
			id: ctx.newId(ticketCheck, String(index)),
			root,
			text,
			position: Math.min(last + index + 1, 100_000),
			doneAt: null,
			doneBy: null,
			doneByName: null,
			by: ctx.actor.subject,
			at: ctx.now
		});
	}
	return undefined;
}

export const addChecks = defineMutator({
	name: 'tickets.addChecks',
	permission: 'tickets.work',
	args: v.strictObject({ ticket: ref().schema, lines: checkLines }),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.work');
		if (!found.ok) return found.verdict;
		return addLines(tx, ctx, args.ticket, args.lines);
	}
});

type CheckFound =
	| { readonly ok: true; readonly row: TicketCheck }
	| { readonly ok: false; readonly verdict: Verdict | undefined };

/** The line, if the actor may work on its ticket; a line of a hidden ticket answers as one that does not exist. */
async function checkFor(tx: WriteTx, ctx: Context, id: string): Promise<CheckFound> {
	const row = await tx.get(ticketCheck, id);
	if (row === absent) return { ok: false, verdict: refuse('tickets.check_unknown', 'check') };
	if (!isRow(row)) return { ok: false, verdict: undefined };
	const found = await ticketFor(tx, ctx, row.root, 'tickets.work');
	if (found.ok) return { ok: true, row };
	const { verdict } = found;
	const isHidden = verdict.kind === 'rejected' && verdict.failure.code === 'tickets.unknown';
	return { ok: false, verdict: isHidden ? refuse('tickets.check_unknown', 'check') : verdict };
}

/** Ticks a line off, or takes the tick back. Who ticked first stays named. */
export const tick = defineMutator({
	name: 'tickets.tick',
	permission: 'tickets.work',
	args: v.strictObject({ check: ref().schema, done: v.boolean() }),
	async run({ tx, ctx, args }) {
		const found = await checkFor(tx, ctx, args.check);
		if (!found.ok) return found.verdict;
		if ((found.row.doneAt !== null) === args.done) return undefined;
		await tx.update(ticketCheck, found.row.id, {
			doneAt: args.done ? ctx.now : null,
			doneBy: args.done ? ctx.actor.subject : null,
			doneByName: args.done ? ctx.actor.name : null
		});
		return undefined;
	}
});

export const editCheck = defineMutator({
	name: 'tickets.editCheck',
	permission: 'tickets.work',
	args: v.strictObject({
		check: ref().schema,
		changes: v.pipe(
			v.strictObject({
				text: v.exactOptional(line),
				position: v.exactOptional(int(0, 100_000).schema)
			}),
			v.check((given) => Object.keys(given).length > 0, 'changes.none')
		)
	}),
	async run({ tx, ctx, args }) {
		const found = await checkFor(tx, ctx, args.check);
		if (!found.ok) return found.verdict;
		const { patch, verdict } = mergeFields<TicketCheck>(found.row, args.changes, ctx.base);
		if (verdict.kind !== 'rejected') await tx.update(ticketCheck, found.row.id, patch);
		return verdict;
	}
});

export const removeCheck = defineMutator({
	name: 'tickets.removeCheck',
	permission: 'tickets.work',
	args: v.strictObject({ check: ref().schema }),
	async run({ tx, ctx, args }) {
		const found = await checkFor(tx, ctx, args.check);
		if (!found.ok) return found.verdict;
		await tx.remove(ticketCheck, found.row.id);
		return undefined;
	}
});
