import * as v from 'valibot';
import {
	absent,
	defineMutator,
	int,
	isRow,
	mergeFields,
	nullable,
	ref,
	sameJson,
	text,
	type Context,
	type WriteTx
} from '#domain/kernel/index.ts';
import { site } from '#domain/identity/index.ts';
import { refuse } from '../errors.ts';
import { isFinal } from '../lifecycle.ts';
import { priorityOf } from '../rules/priority.ts';
import { level, longText, tags, ticket, ticketDetail, title, type Ticket } from '../schema.ts';
import { detailId } from './create.ts';
import { factTime, ticketFor } from './ticket-access.ts';
import { record } from './timeline.ts';

export const changesSchema = v.pipe(
	v.strictObject({
		title: v.exactOptional(title.schema),
		description: v.exactOptional(longText.schema),
		impact: v.exactOptional(level.schema),
		urgency: v.exactOptional(level.schema),
		site: v.exactOptional(nullable(ref()).schema),
		tags: v.exactOptional(tags.schema)
	}),
	v.check((given) => Object.keys(given).length > 0, 'changes.none')
);
type Changes = v.InferOutput<typeof changesSchema>;

/** Impact and urgency make the priority together, so they stand or fall together. */
export const editGroups = [['impact', 'urgency']] as const;

type Editable = Ticket & { readonly description?: string };

/** The ticket with its description, where this device holds it; else the description waits for the server. */
async function editable(tx: WriteTx, row: Ticket, given: Changes): Promise<[Editable, Changes]> {
	if (given.description === undefined) return [row, given];
	const detail = await tx.get(ticketDetail, detailId(row.id));
	if (isRow(detail)) return [{ ...row, description: detail.description }, given];
	const rest = { ...given };
	delete rest.description;
	return [row, rest];
}

function priorityAfter(row: Ticket, patch: Partial<Ticket>): number {
	return row.priorityOverride ? row.priority : priorityOf({ ...row, ...patch });
}

async function write(tx: WriteTx, ctx: Context, row: Editable, patch: Partial<Editable>) {
	const names = Object.keys(patch) as (keyof Editable)[];
	const fields = names.filter((name) => !sameJson(patch[name], row[name]));
	if (fields.length === 0) return;
	const at = factTime(ctx, row);
	const { description, ...head } = patch;
	await tx.update(ticket, row.id, { ...head, priority: priorityAfter(row, head), updatedAt: at });
	if (description !== undefined) await tx.update(ticketDetail, detailId(row.id), { description });
	await record(tx, ctx, { root: row.id, at }, { audience: 'internal', what: 'edit', fields });
}

/** Changes facts of a ticket; what somebody else changed meanwhile is kept and named. */
export const edit = defineMutator({
	name: 'tickets.edit',
	permission: 'tickets.edit',
	args: v.strictObject({ ticket: ref().schema, changes: changesSchema }),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.edit');
		if (!found.ok) return found.verdict;
		if (isFinal(found.row.kind, found.row.state)) return refuse('tickets.closed');
		if (typeof args.changes.site === 'string') {
			if ((await tx.get(site, args.changes.site)) === absent) {
				return refuse('tickets.site_unknown', 'changes.site');
			}
		}
		const [row, given] = await editable(tx, found.row, args.changes);
		const { patch, verdict } = mergeFields<Editable>(row, given, ctx.base, editGroups);
		if (verdict.kind !== 'rejected') await write(tx, ctx, row, patch);
		return verdict;
	}
});

export const prioritySchema = v.strictObject({
	priority: nullable(int(1, 5)).schema,
	reason: v.exactOptional(text(1_000).schema, '')
});

/** Sets the priority by hand, with a reason; null gives it back to impact and urgency. */
export const setPriority = defineMutator({
	name: 'tickets.setPriority',
	permission: 'tickets.edit',
	args: v.strictObject({ ticket: ref().schema, ...prioritySchema.entries }),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.edit');
		if (!found.ok) return found.verdict;
		const { row } = found;
		if (isFinal(row.kind, row.state)) return refuse('tickets.closed');
		const byHand = args.priority !== null;
		if (byHand && args.reason.trim() === '') return refuse('tickets.reason_missing', 'reason');
		const wanted = { priority: args.priority ?? priorityOf(row), priorityOverride: byHand };
		const { patch, verdict } = mergeFields<Ticket>(row, wanted, ctx.base, [
			['priority', 'priorityOverride']
		]);
		if (verdict.kind === 'rejected') return verdict;
		const at = factTime(ctx, row);
		await tx.update(ticket, row.id, { ...patch, updatedAt: at });
		await record(
			tx,
			ctx,
			{ root: row.id, at },
			{
				audience: 'internal',
				what: 'prioritise',
				note: args.reason === '' ? null : args.reason,
				fields: ['priority']
			}
		);
		return verdict;
	}
});
