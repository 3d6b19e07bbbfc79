import * as v from 'valibot';
import {
	applied,
	defineMutator,
	filledText,
	isRow,
	mergeFields,
	ref,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { isOpenState } from '../lifecycle.ts';
import { ticket, type Ticket } from '../schema.ts';
import { cadence, cadenceMs, ticketMajor, type TicketMajor } from '../work-schema.ts';
import { staffName } from './assign.ts';
import { say } from './comment.ts';
import { majorId } from './major-facts.ts';
import { factTime, ticketFor } from './ticket-access.ts';
import { record } from './timeline.ts';

/**
 * A major incident: declared on an open incident, led by one person, with news at a cadence until it is resolved, and a
 * review after that. Reports of the same are its children and resolve with it.
 */
const DEFAULT_CADENCE = 60;
const body = filledText(10_000).schema;

type MajorFound =
	| { readonly ok: true; readonly row: Ticket; readonly facts: TicketMajor | undefined }
	| { readonly ok: false; readonly verdict: Verdict };

async function majorFor(tx: WriteTx, ctx: Context, id: string): Promise<MajorFound> {
	const found = await ticketFor(tx, ctx, id, 'tickets.major');
	if (!found.ok) return found;
	const { row } = found;
	if (!row.major) return { ok: false, verdict: refuse('tickets.not_major', 'ticket') };
	const facts = await tx.get(ticketMajor, majorId(id));
	return { ok: true, row, facts: isRow(facts) ? facts : undefined };
}

export const declareMajor = defineMutator({
	name: 'tickets.declareMajor',
	permission: 'tickets.major',
	args: v.strictObject({
		ticket: ref().schema,
		/** The actor, unless given. */
		lead: v.exactOptional(ref().schema),
		cadence: v.exactOptional(cadence.schema, DEFAULT_CADENCE)
	}),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.major');
		if (!found.ok) return found.verdict;
		const { row } = found;
		if (row.kind !== 'incident') return refuse('tickets.not_an_incident', 'ticket');
		if (!isOpenState(row.kind, row.state)) return refuse('tickets.closed', 'ticket');
		if (row.major) return refuse('tickets.already_major', 'ticket');
		const lead = args.lead ?? ctx.actor.subject;
		const leadName = await staffName(tx, lead, 'lead');
		if (typeof leadName !== 'string') return leadName;
		const at = factTime(ctx, row);
		const facts = {
			lead,
			leadName,
			cadence: args.cadence,
			declaredAt: at,
			lastUpdateAt: null,
			nextUpdateDue: at + cadenceMs(args.cadence),
			reviewedAt: null,
			isOver: false
		};
		const id = majorId(row.id);
		if (isRow(await tx.get(ticketMajor, id))) await tx.update(ticketMajor, id, facts);
		else await tx.insert(ticketMajor, { id, root: row.id, ...facts });
		await tx.update(ticket, row.id, { major: true, updatedAt: at });
		const said = { audience: 'public', what: 'declare_major' } as const;
		await record(tx, ctx, { root: row.id, at }, said);
		ctx.emit({ name: 'tickets.majorDeclared', table: ticket.name, id: row.id, facts: { lead } });
		return undefined;
	}
});

/** Public news; the next is due one cadence later. After the end it is a closing word, and nothing more is due. */
export const postUpdate = defineMutator({
	name: 'tickets.postUpdate',
	permission: 'tickets.major',
	args: v.strictObject({
		ticket: ref().schema,
		body,
		/** Minutes to the next news, where it is to differ this once. */
		nextIn: v.exactOptional(cadence.schema)
	}),
	async run({ tx, ctx, args }) {
		const found = await majorFor(tx, ctx, args.ticket);
		if (!found.ok) return found.verdict;
		const { row, facts } = found;
		const at = factTime(ctx, row);
		const verdict = await say(tx, ctx, row.id, {
			audience: 'public',
			purpose: 'update',
			body: args.body,
			mentions: [],
			files: []
		});
		if (verdict.kind === 'rejected' || !facts) return verdict;
		const isOpen = isOpenState(row.kind, row.state);
		await tx.update(ticketMajor, facts.id, {
			lastUpdateAt: at,
			nextUpdateDue: isOpen ? at + cadenceMs(args.nextIn ?? facts.cadence) : null
		});
		ctx.emit({ name: 'tickets.majorUpdated', table: ticket.name, id: row.id });
		return applied;
	}
});

export const editMajor = defineMutator({
	name: 'tickets.editMajor',
	permission: 'tickets.major',
	args: v.strictObject({
		ticket: ref().schema,
		changes: v.pipe(
			v.strictObject({
				lead: v.exactOptional(ref().schema),
				cadence: v.exactOptional(cadence.schema)
			}),
			v.check((given) => Object.keys(given).length > 0, 'changes.none')
		)
	}),
	async run({ tx, ctx, args: { ticket: id, changes } }) {
		const found = await majorFor(tx, ctx, id);
		if (!found.ok) return found.verdict;
		const { facts } = found;
		if (!facts) return undefined;
		const { patch, verdict } = mergeFields<TicketMajor>(facts, changes, ctx.base);
		if (verdict.kind === 'rejected') return verdict;
		const leadName =
			patch.lead === undefined ? facts.leadName : await staffName(tx, patch.lead, 'changes.lead');
		if (typeof leadName !== 'string') return leadName;
		const last = facts.lastUpdateAt ?? facts.declaredAt;
		const next =
			patch.cadence === undefined ? facts.nextUpdateDue : last + cadenceMs(patch.cadence);
		await tx.update(ticketMajor, facts.id, {
			...patch,
			leadName,
			nextUpdateDue: facts.nextUpdateDue === null ? null : next
		});
		return verdict;
	}
});

/** It was not that bad after all: an incident like any other, and the reason in the timeline. */
export const standDown = defineMutator({
	name: 'tickets.standDown',
	permission: 'tickets.major',
	args: v.strictObject({ ticket: ref().schema, reason: filledText(1_000).schema }),
	async run({ tx, ctx, args }) {
		const found = await majorFor(tx, ctx, args.ticket);
		if (!found.ok) return found.verdict;
		const { row, facts } = found;
		const at = factTime(ctx, row);
		if (facts) await tx.update(ticketMajor, facts.id, { isOver: true, nextUpdateDue: null });
		await tx.update(ticket, row.id, { major: false, updatedAt: at });
		const said = { audience: 'internal', what: 'stand_down', note: args.reason } as const;
		await record(tx, ctx, { root: row.id, at }, said);
		return undefined;
	}
});

/** What is to be learnt from it, for the working side, once it is over. Written again, it counts from then. */
export const reviewMajor = defineMutator({
	name: 'tickets.reviewMajor',
	permission: 'tickets.major',
	args: v.strictObject({ ticket: ref().schema, body }),
	async run({ tx, ctx, args }) {
		const found = await majorFor(tx, ctx, args.ticket);
		if (!found.ok) return found.verdict;
		const { row, facts } = found;
		if (isOpenState(row.kind, row.state)) return refuse('tickets.still_open', 'ticket');
		const verdict = await say(tx, ctx, row.id, {
			audience: 'internal',
			purpose: 'review',
			body: args.body,
			mentions: [],
			files: []
		});
		if (verdict.kind === 'rejected' || !facts) return verdict;
		await tx.update(ticketMajor, facts.id, { reviewedAt: ctx.now });
		return verdict;
	}
});
