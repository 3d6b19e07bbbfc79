import * as v from 'valibot';
import { person, team } from '#domain/identity/index.ts';
import {
	absent,
	defineMutator,
	isRow,
	mergeFields,
	nullable,
	ref,
	stepFrom,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { isOpenState, lifecycleOf } from '../lifecycle.ts';
import { columnsAfter } from '../rules/steps.ts';
import { ticket, type Ticket } from '../schema.ts';
import { factTime, ticketFor } from './ticket-access.ts';
import { record } from './timeline.ts';

type Assignment = Pick<Ticket, 'team' | 'assignee' | 'assigneeName'>;

/** Writes an assignment; a new incident thereby becomes an assigned one, and one that nobody has is new again. */
async function writeAssignment(
	tx: WriteTx,
	ctx: Context,
	row: Ticket,
	patch: Partial<Assignment>
): Promise<void> {
	const at = factTime(ctx, row);
	const next = { ...row, ...patch };
	const verb = next.team === null && next.assignee === null ? 'unassign' : 'assign';
	const step = stepFrom(lifecycleOf(row.kind), row.state, verb);
	const moved = step ? { ...columnsAfter(row, step, null, at), stateSince: at } : {};
	await tx.update(ticket, row.id, { ...patch, ...moved, updatedAt: at });
	await record(
		tx,
		ctx,
		{ root: row.id, at },
		{
			audience: 'public',
			what: verb,
			fields: Object.keys(patch).filter((name) => name !== 'assigneeName'),
			...(step ? { fromState: row.state, toState: step.to } : {})
		}
	);
	ctx.emit({
		name: 'tickets.assigned',
		table: ticket.name,
		id: row.id,
		facts: { team: next.team, assignee: next.assignee }
	});
}

/** Name of a person who can be given work; empty where this device does not hold the person. */
export async function staffName(tx: WriteTx, id: string, field: string): Promise<string | Verdict> {
	const row = await tx.get(person, id);
	if (row === absent) return refuse('tickets.person_unknown', field);
	if (!isRow(row)) return '';
	return row.active && row.staff ? row.name : refuse('tickets.assignee_unfit', field);
}

function nameOf(tx: WriteTx, id: string | null): Promise<string | null | Verdict> {
	return id === null ? Promise.resolve(null) : staffName(tx, id, 'assignee');
}

export const toWhom = {
	team: v.exactOptional(nullable(ref()).schema),
	assignee: v.exactOptional(nullable(ref()).schema)
};
export const saysToWhom = (given: object) => 'team' in given || 'assignee' in given;

/** Team and person make one decision. */
export const assignGroups = [['team', 'assignee']] as const;

/** Gives a ticket to a team, a person, both or nobody; what is not named stays. */
export const assign = defineMutator({
	name: 'tickets.assign',
	permission: 'tickets.assign',
	args: v.pipe(
		v.strictObject({ ticket: ref().schema, ...toWhom }),
		v.check((given) => saysToWhom(given), 'assignment.none')
	),
	async run({ tx, ctx, args }) {
		const { ticket: id, ...wanted } = args;
		const found = await ticketFor(tx, ctx, id, 'tickets.assign');
		if (!found.ok) return found.verdict;
		const { row } = found;
		if (!isOpenState(row.kind, row.state)) return refuse('tickets.closed');
		if (typeof wanted.team === 'string' && (await tx.get(team, wanted.team)) === absent) {
			return refuse('tickets.team_unknown', 'team');
		}
		const assigneeName = await nameOf(tx, wanted.assignee ?? null);
		if (assigneeName !== null && typeof assigneeName !== 'string') return assigneeName;
		const { patch, verdict } = mergeFields<Ticket>(row, wanted, ctx.base, assignGroups);
		if (verdict.kind === 'rejected') return verdict;
		await writeAssignment(tx, ctx, row, {
			...patch,
			...('assignee' in patch ? { assigneeName } : {})
		});
		return verdict;
	}
});

/** Gives a new ticket to the team of its catalogue item, unless somebody was faster. */
export const route = defineMutator({
	name: 'tickets.route',
	permission: 'tickets.route',
	args: v.strictObject({ ticket: ref().schema, team: ref().schema }),
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.route');
		if (!found.ok) return found.verdict;
		const { row } = found;
		const isFree = row.team === null && row.assignee === null;
		if (!isFree || !isOpenState(row.kind, row.state)) return undefined;
		if ((await tx.get(team, args.team)) === absent) return refuse('tickets.team_unknown', 'team');
		await writeAssignment(tx, ctx, row, { team: args.team });
		return undefined;
	}
});
