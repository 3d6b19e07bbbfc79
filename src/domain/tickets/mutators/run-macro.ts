import * as v from 'valibot';
import {
	applied,
	defineMutator,
	failure,
	merged,
	ref,
	stepFrom,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { isOpenState, lifecycleOf } from '../lifecycle.ts';
import type { Ticket } from '../schema.ts';
import { assign, saysToWhom, toWhom } from './assign.ts';
import { addLines, checkLines } from './checklist.ts';
import { saidSchema, say } from './comment.ts';
import { changesSchema, edit, prioritySchema, setPriority } from './edit.ts';
import { stepSchema, transition } from './step.ts';
import { ticketFor } from './ticket-access.ts';

const argsSchema = v.pipe(
	v.strictObject({
		ticket: ref().schema,
		/** Where it came from. What it does is said here, as the person saw it and perhaps changed it. */
		macro: v.exactOptional(ref().schema),
		changes: v.exactOptional(changesSchema),
		priority: v.exactOptional(prioritySchema),
		checks: v.exactOptional(checkLines),
		reply: v.exactOptional(saidSchema),
		assignment: v.exactOptional(
			v.pipe(
				v.strictObject(toWhom),
				v.check((given) => saysToWhom(given), 'assignment.none')
			)
		),
		step: v.exactOptional(stepSchema)
	}),
	v.check(({ ticket: _, macro: __, ...parts }) => Object.keys(parts).length > 0, 'macro.nothing')
);
type Args = v.InferOutput<typeof argsSchema>;

interface Part {
	/** Before the field at fault; the edit names its own already. */
	readonly field: string;
	readonly run: () => Promise<Verdict | void>;
}

/**
 * The parts in the order in which they stand. A step that goes on with the work comes before the assignment and one that
 * ends it after, since what is over is not assigned; the words come first, since who gives a ticket away may lose sight
 * of it.
 */
function partsOf(tx: WriteTx, ctx: Context, row: Ticket, given: Args): readonly Part[] {
	const { ticket, changes, priority, checks, reply, assignment, step } = given;
	const parts: Part[] = [];
	const add = (field: string, run: Part['run']) => void parts.push({ field, run });
	if (changes) add('', () => edit.run({ tx, ctx, args: { ticket, changes } }));
	if (priority) add('priority', () => setPriority.run({ tx, ctx, args: { ticket, ...priority } }));
	if (checks) add('checks', async () => addLines(tx, ctx, ticket, checks));
	if (reply) add('reply', () => say(tx, ctx, ticket, { ...reply, purpose: 'message' }));
	const give = () => {
		if (assignment)
			add('assignment', () => assign.run({ tx, ctx, args: { ticket, ...assignment } }));
	};
	const to = step && stepFrom(lifecycleOf(row.kind), row.state, step.verb)?.to;
	const ends = to !== undefined && !isOpenState(row.kind, to);
	if (ends) give();
	if (step) add('step', () => transition.run({ tx, ctx, args: { ticket, ...step } }));
	if (!ends) give();
	return parts;
}

/** One verdict of all: the first refusal refuses the whole, naming the part; what was kept of the others' adds up. */
async function runParts(parts: readonly Part[]): Promise<Verdict> {
	const kept: string[] = [];
	for (const { field, run } of parts) {
		const verdict = (await run()) ?? applied;
		if (verdict.kind === 'merged') kept.push(...verdict.fields);
		if (verdict.kind !== 'rejected') continue;
		const { code, field: inner, facts } = verdict.failure;
		const at = [field, inner].filter(Boolean).join('.');
		return { kind: 'rejected', failure: failure(code, at === '' ? undefined : at, facts) };
	}
	return merged(kept);
}

/** Reply, changes, checklist, assignment and step of a macro: all of it, or nothing. */
export const runMacro = defineMutator({
	name: 'tickets.runMacro',
	permission: 'tickets.work',
	args: argsSchema,
	async run({ tx, ctx, args }) {
		const found = await ticketFor(tx, ctx, args.ticket, 'tickets.work');
		if (!found.ok) return found.verdict;
		if (args.step && args.step.from !== found.row.state) {
			return refuse('tickets.state_moved', 'step.from', {
				seen: args.step.from,
				state: found.row.state
			});
		}
		return runParts(partsOf(tx, ctx, found.row, args));
	}
});
