import {
	applied,
	derivedId,
	mutatorNamed,
	rejected,
	type Actor,
	type Context,
	type Instant,
	type Verdict
} from '#domain/kernel/index.ts';
import * as v from 'valibot';
import { NOOP, type Mutation } from '../protocol/index.ts';
import type { Holdings } from './holdings.ts';
import { rowKey, type OverlayRecord } from './records.ts';
import { ReplicaTx, TakenId, type Layer } from './replica-tx.ts';

/** Who this person is, from their own access row as it stands on the device. */
export function actorHere(holdings: Holdings, subject: string): Actor | undefined {
	const access = holdings.rowHeld(holdings.registry.access.table.name, subject);
	return access ? holdings.registry.access.actorOf(access) : undefined;
}

/**
 * Runs a mutation on the view `layer` over what the authority gave. The very code that the authority will run; what
 * comes of it here is a forecast. A throw is a bug or a row that is not here: the mutation stays, marked doubtful.
 */
export async function runMutation(
	holdings: Holdings,
	subject: string,
	mutation: Mutation,
	layer: Layer
): Promise<OverlayRecord> {
	if (mutation.name === NOOP) return nothing(applied, false, []);
	const mutator = mutatorNamed(holdings.registry, mutation.name);
	if (!mutator) return nothing(rejected('unknown_mutator'), false, []);
	const args = v.safeParse(mutator.args, mutation.args);
	if (!args.success) return nothing(badArgs(args.issues), false, []);
	const actor = actorHere(holdings, subject);
	const access = rowKey(holdings.registry.access.table.name, subject);
	if (!actor) return nothing(rejected('not_ready'), true, [access]);
	if (!holdings.registry.access.permits(actor, mutator.permission))
		return nothing(rejected('forbidden'), false, [access]);
	const tx = new ReplicaTx(holdings, layer);
	// Who acts is a read like any other: with another role the forecast is another.
	tx.reads.add(access);
	try {
		const verdict =
			(await mutator.run({ tx, ctx: contextOf(actor, mutation), args: args.output })) ?? applied;
		if (verdict.kind === 'rejected') return nothing(verdict, tx.doubtful, tx.reads);
		return {
			reads: [...tx.reads],
			writes: [...tx.writes.values()],
			doubtful: tx.doubtful,
			verdict
		};
	} catch (error) {
		if (error instanceof TakenId) return nothing(rejected('id_taken'), tx.doubtful, tx.reads);
		return nothing(applied, true, tx.reads);
	}
}

/** The first complaint of the schema as a coded failure with the dotted path of the argument. */
export function badArgs(issues: readonly v.BaseIssue<unknown>[]): Verdict {
	const [issue] = issues;
	const path = issue?.path?.map((step) => String(step.key)).join('.');
	return rejected('bad_args', path ? path : undefined, issue ? { rule: issue.type } : undefined);
}

function nothing(verdict: Verdict, doubtful: boolean, reads: Iterable<string>): OverlayRecord {
	return { reads: [...reads], writes: [], doubtful, verdict };
}

function contextOf(actor: Actor, mutation: Mutation): Context {
	const now: Instant = Math.max(mutation.deviceAt, mutation.contactAt);
	return {
		actor,
		now,
		claimedAt: mutation.deviceAt,
		tz: mutation.tz,
		mid: mutation.mid,
		newId: (table, label = '') => derivedId(mutation.mid, table.name, label),
		base: mutation.base,
		emit: () => undefined
	};
}
