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
	type Verdict,
	type WriteTx
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
	if (input.failedDep !== undefined) {
		return refused(input, rejected('dependency', undefined, { mid: input.failedDep }));
	}
	const ready = await prepare(input);
	return 'verdict' in ready ? refused(input, ready.verdict) : run(input, ready);
}

/** Runs the mutator over another transaction, if it may run at all, and drops what it answers. */
export async function tryMutation(input: RunInput, tx: WriteTx): Promise<void> {
	const ready = await prepare(input);
	if ('verdict' in ready) return;
	const { mutator, args, actor } = ready;
	await mutator.run({ tx, ctx: contextOf(input, actor, []), args });
}

interface Refused {
	readonly verdict: Verdict;
}

interface Ready {
	readonly mutator: Mutator;
	readonly args: unknown;
	readonly actor: Actor;
	readonly viewer: Viewer;
}

async function prepare({ mutation, batch, subject }: RunInput): Promise<Ready | Refused> {
	const mutator = mutatorNamed(batch.registry, mutation.name);
	if (!mutator) return { verdict: rejected('unknown_mutator') };
	const access = await accessOf(batch, subject);
	if (!access?.permits(mutator.permission)) return { verdict: rejected('forbidden') };
	const args = checkArgs(mutator, mutation.args);
	if ('verdict' in args) return args;
	return { mutator, args: args.value, actor: access.actor, viewer: access.viewer };
}

async function run(input: RunInput, { mutator, args, actor, viewer }: Ready): Promise<Ran> {
	const tx = new MutationTx(input.batch, viewer);
	const events: DomainEvent[] = [];
	let verdict: Verdict;
	try {
		verdict = (await mutator.run({ tx, ctx: contextOf(input, actor, events), args })) ?? applied;
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

function checkArgs(mutator: Mutator, args: unknown): { value: unknown } | Refused {
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
