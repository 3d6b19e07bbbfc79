import * as v from 'valibot';
import { mutatorNamed, type Registry } from '#domain/kernel/index.ts';
import type { Mutation, Positions, PushAnswer, SyncRefusal } from '../protocol/index.ts';
import { Batch } from './batch.ts';
import { commitBatch } from './commit.ts';
import { assertCovered, assertUnchanged, lockSetOf, Stale } from './isolation.ts';
import { knownOutcomes, Ledger, type Incoming } from './ledger.ts';
import { isModest, SYSTEM_SUBJECT, type RunInput } from './mutation.ts';
import {
	IdTaken,
	StoreUnavailable,
	type AuthorityStore,
	type AuthorityTx,
	type AuthorityWorld,
	type LockRequest
} from './ports.ts';
import { readAhead } from './read-ahead.ts';

export interface Authority {
	readonly registry: Registry;
	readonly store: AuthorityStore;
	readonly world: AuthorityWorld;
	/** Hears of errors of mutators, which are bugs. */
	readonly onFault: (error: unknown, mid: string) => void;
}

export type PushResult = PushAnswer | SyncRefusal;

/** Other transactions keep changing the rows, even with all of them locked first. */
export class Contended extends Error {}

/** Runs of a batch in all; from the third on its rows are locked before they are read. */
const MAX_RUNS = 6;
const OPTIMISTIC_RUNS = 2;

/**
 * Runs the requests in one transaction and answers each. Rows that changed under it make it run again. Throws
 * StoreUnavailable, Contended, or whatever a mutator or its rows broke; then nothing of the batch has happened, or all
 * of it has, and the same requests get the stored outcomes.
 */
export async function runBatch(
	authority: Authority,
	incoming: readonly Incoming[],
	positions: Positions
): Promise<readonly PushResult[]> {
	let lockFirst: readonly LockRequest[] = [];
	let wasUnavailable = false;
	let trustsInserts = true;
	for (let run = 1; run <= MAX_RUNS; run += 1) {
		try {
			return await authority.store.write((tx) =>
				transact(authority, tx, incoming, positions, { lockFirst, trustsInserts })
			);
		} catch (error) {
			if (error instanceof Stale) {
				if (run >= OPTIMISTIC_RUNS) lockFirst = error.lockSet;
			} else if (error instanceof StoreUnavailable && !wasUnavailable) {
				// A deadlock, or a race for a new group or `mid`, is over when it is tried again; an outage is not.
				wasUnavailable = true;
			} else if (error instanceof IdTaken) trustsInserts = false;
			else throw error;
		}
	}
	throw new Contended('rows keep changing');
}

async function transact(
	authority: Authority,
	tx: AuthorityTx,
	incoming: readonly Incoming[],
	positions: Positions,
	{ lockFirst, trustsInserts }: { lockFirst: readonly LockRequest[]; trustsInserts: boolean }
): Promise<readonly PushResult[]> {
	const { registry, world } = authority;
	const clients = await tx.lockClients(sorted(incoming.map(({ group }) => group)));
	const batch = await openBatch(registry, tx, incoming, trustsInserts);
	const locked = lockFirst.length > 0 ? await tx.lockRows(lockFirst) : undefined;
	const ledger = new Ledger(batch, world, clients, await knownOutcomes(tx, incoming));
	await readAhead(batch, trialsOf(batch, incoming));
	const taken = [];
	for (const request of incoming) taken.push(await ledger.take(request));
	if (ledger.outcomes.length === 0) return taken.map((each) => ledger.answer(each, positions));

	const needed = lockSetOf(registry, batch);
	if (locked) assertCovered(registry, lockFirst, needed);
	if (needed.length > 0) {
		assertUnchanged(batch, needed, locked ?? (await tx.lockRows(needed)));
	}
	const committed = await commitBatch(tx, registry, {
		batch,
		outcomes: ledger.outcomes,
		clients: [...ledger.changed.values()],
		audit: ledger.audit,
		effects: ledger.effects,
		at: Math.max(...incoming.map(({ received }) => received))
	});
	return taken.map((each) => ledger.answer(each, committed));
}

/** A mutation alone gains nothing by it. */
function trialsOf(batch: Batch, incoming: readonly Incoming[]): readonly RunInput[] {
	const trials = incoming.flatMap(({ subject, received, mutations, isDead }) =>
		isDead
			? []
			: mutations.map((mutation) => ({
					batch,
					subject,
					mutation,
					now: received,
					failedDep: undefined
				}))
	);
	return trials.length > 1 ? trials : [];
}

/** Locks the access rows of all actors, and at once exclusively those that a command of the batch may change. */
async function openBatch(
	registry: Registry,
	tx: AuthorityTx,
	incoming: readonly Incoming[],
	trustsInserts: boolean
): Promise<Batch> {
	const { access } = registry;
	const exclusive = new Set(
		incoming.flatMap(({ mutations }) => mutations.flatMap((each) => touchedBy(registry, each)))
	);
	const actors = incoming.map(({ subject }) => subject).filter((each) => each !== SYSTEM_SUBJECT);
	const subjects = sorted([...actors, ...exclusive]);
	const rows =
		subjects.length > 0 ? await tx.lockAccess(access.table, subjects, exclusive) : new Map();
	return new Batch(registry, tx, { rows, subjects, exclusive }, trustsInserts);
}

/** Only for arguments that the mutator would take. */
function touchedBy(registry: Registry, { name, args }: Mutation): readonly string[] {
	const mutator = mutatorNamed(registry, name);
	if (!mutator || !isModest(args)) return [];
	const checked = v.safeParse(mutator.args, args);
	return checked.success ? registry.access.touchedBy(name, checked.output) : [];
}

function sorted(values: readonly string[]): readonly string[] {
	return [...new Set(values)].sort();
}
