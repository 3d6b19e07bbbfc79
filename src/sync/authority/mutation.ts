import * as v from 'valibot';
import {
	applied,
	clampInstant,
	derivedId,
	rejected,
	mutatorNamed,
	type Actor,
	type Context,
	type DomainEvent,
	type Instant,
	type Mutator,
	type Verdict
} from '#domain/kernel/index.ts';
import {
	arePlainArgs,
	MAX_MUTATION_BYTES,
	type Mutation,
	type Outcome
} from '../protocol/index.ts';
import type { Changes, Batch } from './batch.ts';
import { MutationTx } from './batch-tx.ts';
import { seesEverything, viewerOf, type Viewer } from './visibility.ts';

/** The subject of reactions and of the seed. No session may have it. */
export const SYSTEM_SUBJECT = 'system';

const systemActor: Actor = {
	subject: SYSTEM_SUBJECT,
	name: SYSTEM_SUBJECT,
	roles: [SYSTEM_SUBJECT],
	teams: [],
	scopes: new Set()
};

/** What came of one mutation, before its version is known. */
export interface Ran {
	readonly outcome: Pick<Outcome, 'kind' | 'fields' | 'failure'>;
	readonly events: readonly DomainEvent[];
	readonly changes: Changes;
	readonly now: Instant;
}

export interface RunInput {
	readonly batch: Batch;
	readonly subject: string;
	readonly mutation: Mutation;
	readonly now: Instant;
	/** A mutation that this one stands on and that came to nothing. */
	readonly failedDep: string | undefined;
}

/**
 * `ctx.now`: what the device says, but not before the last answer it had, nor before its own previous mutation, nor in
 * the future. A claimed contact later than the request itself is worth no more than the request.
 */
export function boundedNow(mutation: Mutation, lastNow: Instant, received: Instant): Instant {
	const contact = Math.min(mutation.contactAt, received);
	return clampInstant(mutation.deviceAt, Math.max(contact, lastNow), received);
}

/** Runs one mutation over the batch; its writes are in the answer and not yet in the batch. Throws what a bug throws. */
export async function runMutation(input: RunInput): Promise<Ran> {
	const { mutation, batch, subject } = input;
	if (input.failedDep !== undefined) {
		return refused(input, rejected('dependency', undefined, { mid: input.failedDep }));
	}
	const mutator = mutatorNamed(batch.registry, mutation.name);
	if (!mutator) return refused(input, rejected('unknown_mutator'));
	const access = await accessOf(batch, subject);
	if (!access || !access.permits(mutator.permission)) return refused(input, rejected('forbidden'));
	const args = checkArgs(mutator, mutation.args);
	if ('verdict' in args) return refused(input, args.verdict);
	return run(input, mutator, args.value, access);
}

async function run(
	input: RunInput,
	mutator: Mutator,
	args: unknown,
	access: { actor: Actor; viewer: Viewer }
): Promise<Ran> {
	const tx = new MutationTx(input.batch, access.viewer);
	const events: DomainEvent[] = [];
	let verdict: Verdict;
	try {
		const ctx = contextOf(input, access.actor, events);
		verdict = (await mutator.run({ tx, ctx, args })) ?? applied;
	} catch (error) {
		throw input.batch.storeError ?? error;
	}
	if (input.batch.storeError !== undefined) throw input.batch.storeError;
	if (tx.forced) return refused(input, tx.forced);
	if (verdict.kind === 'rejected') return refused(input, verdict);
	return { outcome: verdict, events, changes: tx.own, now: input.now };
}

function contextOf({ mutation, now }: RunInput, actor: Actor, events: DomainEvent[]): Context {
	return {
		actor,
		now,
		claimedAt: mutation.deviceAt,
		tz: mutation.tz,
		mid: mutation.mid,
		newId: (table, label = '') => derivedId(mutation.mid, table.name, label),
		base: mutation.base,
		emit: (event) => events.push(event)
	};
}

function refused({ now }: RunInput, verdict: Verdict): Ran {
	return { outcome: verdict, events: [], changes: new Map(), now };
}

/** The actor as an earlier mutation of the same batch may have left them; undefined for somebody inactive. */
async function accessOf(batch: Batch, subject: string) {
	if (subject === SYSTEM_SUBJECT) {
		return { actor: systemActor, viewer: seesEverything, permits: () => true };
	}
	const rules = batch.registry.access;
	const row = await batch.current(rules.table, subject);
	const held = row ? rules.scopesOf(row) : [];
	if (!row || held.length === 0) return undefined;
	const actor = rules.actorOf(row);
	const viewer = viewerOf(batch.registry, new Set(held));
	return { actor, viewer, permits: (permission: string) => rules.permits(actor, permission) };
}

function checkArgs(mutator: Mutator, args: unknown): { value: unknown } | { verdict: Verdict } {
	if (!isModest(args)) return { verdict: rejected('bad_args') };
	const result = v.safeParse(mutator.args, args);
	if (result.success) return { value: result.output };
	const field = v.getDotPath(result.issues[0]) ?? undefined;
	return { verdict: rejected('bad_args', field) };
}

/** Within the limits of form, depth and size. */
export function isModest(args: unknown): boolean {
	return (
		arePlainArgs(args) &&
		new TextEncoder().encode(JSON.stringify(args) ?? '').length <= MAX_MUTATION_BYTES
	);
}
