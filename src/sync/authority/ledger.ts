import type { Effect, Instant } from '#domain/kernel/index.ts';
import {
	NOOP,
	refusal,
	type Mutation,
	type Outcome,
	type PushAnswer,
	type Positions,
	type SyncRefusal
} from '../protocol/index.ts';
import { mapIn, type Batch } from './batch.ts';
import { auditOf } from './commit.ts';
import { boundedNow, runMutation, type Ran } from './mutation.ts';
import type { AuditEntry, AuthorityTx, AuthorityWorld, ClientRow, StoredOutcome } from './ports.ts';
import { reactionEffects } from './reactions.ts';

/** A push as the authority works on it. */
export interface Incoming {
	readonly subject: string;
	readonly group: string;
	readonly received: Instant;
	/** `device`: contiguous ids of the group. `server`: commands from outside any device; ids are given here. */
	readonly numbering: 'device' | 'server';
	readonly mutations: readonly Mutation[];
	/** Quarantine: the mutations are given up without running them. */
	readonly isDead: boolean;
}

/** An outcome in the making; `v` comes with the commit, or is there already for a stored one. */
type Draft = Omit<Outcome, 'v'> & { readonly v?: number };

/** What one request comes to, answered when the commit has given the version. */
type Taken =
	{ readonly refused: SyncRefusal } | { readonly group: string; readonly drafts: readonly Draft[] };

/** Outcomes from before this transaction, as far as its mutations and their dependencies name them. */
export interface KnownOutcomes {
	readonly byId: ReadonlyMap<string, ReadonlyMap<number, Outcome>>;
	readonly byMid: ReadonlyMap<string, ReadonlyMap<string, Outcome>>;
}

/** Reads them all at once, after the groups were locked. */
export async function knownOutcomes(
	tx: AuthorityTx,
	incoming: readonly Incoming[]
): Promise<KnownOutcomes> {
	const ids = new Map<string, Set<number>>();
	const mids = new Map<string, Set<string>>();
	for (const { group, subject, mutations, numbering } of incoming) {
		for (const { id, mid, deps } of mutations) {
			if (numbering === 'device') setIn(ids, group).add(id);
			for (const name of [mid, ...deps]) setIn(mids, subject).add(name);
		}
	}
	const byId = new Map<string, ReadonlyMap<number, Outcome>>();
	for (const [group, wanted] of ids) byId.set(group, await tx.outcomesById(group, [...wanted]));
	const byMid = new Map<string, ReadonlyMap<string, Outcome>>();
	for (const [subject, wanted] of mids) {
		byMid.set(subject, await tx.outcomesByMid(subject, [...wanted]));
	}
	return { byId, byMid };
}

function setIn<Value>(sets: Map<string, Set<Value>>, key: string): Set<Value> {
	let found = sets.get(key);
	if (!found) sets.set(key, (found = new Set()));
	return found;
}

/** The books of one push transaction: admits requests in order, runs what is new, remembers what has to be stored. */
export class Ledger {
	readonly outcomes: StoredOutcome[] = [];
	readonly audit: AuditEntry[] = [];
	readonly effects: Effect[] = [];
	readonly changed = new Map<string, ClientRow>();
	readonly #batch: Batch;
	readonly #world: AuthorityWorld;
	readonly #clients: Map<string, ClientRow>;
	readonly #known: KnownOutcomes;
	readonly #newById = new Map<string, Map<number, Draft>>();
	readonly #newByMid = new Map<string, Map<string, Draft>>();

	constructor(
		batch: Batch,
		world: AuthorityWorld,
		clients: ReadonlyMap<string, ClientRow>,
		known: KnownOutcomes
	) {
		this.#batch = batch;
		this.#world = world;
		this.#clients = new Map(clients);
		this.#known = known;
	}

	async take(request: Incoming): Promise<Taken> {
		const refused = this.#admit(request);
		if (refused) return { refused };
		const drafts: Draft[] = [];
		for (const mutation of request.mutations) {
			const draft = await this.#settle(request, mutation);
			if (draft) drafts.push(draft);
		}
		return { group: request.group, drafts };
	}

	answer(taken: Taken, positions: Positions): PushAnswer | SyncRefusal {
		if ('refused' in taken) return taken.refused;
		return {
			last: this.#client(taken.group).last,
			outcomes: taken.drafts.map((draft) => ({ ...draft, v: draft.v ?? positions.main.v })),
			v: { main: positions.main.v, telemetry: positions.telemetry.v },
			serverAt: this.#world.now()
		};
	}

	/** An unknown group starts at 1; somebody else's is answered like an unknown one. */
	#admit({ group, subject, numbering, mutations }: Incoming): SyncRefusal | undefined {
		const client = this.#clients.get(group);
		const first = mutations[0]?.id ?? 1;
		if (client && client.subject !== subject) return refusal('unknown_group');
		if (!client) {
			if (numbering === 'device' && first > 1) return refusal('unknown_group');
			this.#clients.set(group, newClient(group, subject));
		} else if (numbering === 'device' && first > client.last + 1) {
			return refusal('gap', undefined, { last: client.last });
		}
		return undefined;
	}

	async #settle(request: Incoming, mutation: Mutation): Promise<Draft | undefined> {
		const { group, subject, numbering } = request;
		const { last } = this.#client(group);
		if (numbering === 'device' && mutation.id <= last) {
			// Nothing stored any more: the device acknowledged it long ago.
			return (
				this.#newById.get(group)?.get(mutation.id) ?? this.#known.byId.get(group)?.get(mutation.id)
			);
		}
		const earlier = this.#ofMid(subject, mutation.mid);
		if (earlier && numbering === 'server') return earlier;
		if (this.#newByMid.get(subject)?.has(mutation.mid)) {
			// Its verdict has to be stored before it can move to another id: the requests run alone.
			throw new Error('a mutation twice in one transaction');
		}
		return earlier
			? this.#again(request, mutation, { ...outcomeOf(earlier), id: last + 1, mid: mutation.mid })
			: this.#run(request, mutation, last + 1);
	}

	/** Offered again under another id: the verdict stands, nothing runs. The leaf tells this step from any other. */
	#again(request: Incoming, mutation: Mutation, draft: Draft): Draft {
		const verdict = { kind: 'again', at: this.#client(request.group).lastNow, changed: [] };
		this.audit.push(auditOf(this.#world, request, mutation, verdict));
		return this.#store(request, mutation, draft);
	}

	async #run(request: Incoming, mutation: Mutation, id: number): Promise<Draft> {
		const { group, received } = request;
		const now = boundedNow(mutation, this.#client(group).lastNow, received);
		const ran = await this.#verdict(request, mutation, now);
		this.#batch.accept(ran.changes);
		this.effects.push(...reactionEffects(this.#batch.registry, mutation.mid, ran.events));
		this.#keep({ ...this.#client(group), lastNow: now });
		const changed = [...ran.changes].flatMap(([{ name }, rows]) =>
			[...rows.keys()].map((row) => `${name}/${row}`)
		);
		this.audit.push(
			auditOf(this.#world, request, mutation, {
				...verdictOf(ran),
				at: now,
				changed
			})
		);
		return this.#store(request, mutation, { id, mid: mutation.mid, ...outcomeOf(ran.outcome) });
	}

	async #verdict({ subject, isDead }: Incoming, mutation: Mutation, now: Instant): Promise<Ran> {
		const nothing = { events: [], changes: new Map(), now };
		if (isDead) return { ...nothing, outcome: { kind: 'dead' } };
		if (mutation.name === NOOP) return { ...nothing, outcome: { kind: 'discarded' } };
		const failedDep = mutation.deps.find((mid) => {
			const kind = this.#ofMid(subject, mid)?.kind;
			return kind === 'rejected' || kind === 'dead' || kind === 'discarded';
		});
		return runMutation({ batch: this.#batch, subject, mutation, now, failedDep });
	}

	#store(request: Incoming, mutation: Mutation, draft: Draft): Draft {
		const { subject, group } = request;
		mapIn(this.#newById, group).set(draft.id, draft);
		mapIn(this.#newByMid, subject).set(mutation.mid, draft);
		this.outcomes.push({ ...draft, subject, group });
		// Whatever advances has passed quarantine.
		this.#keep({ ...this.#client(group), last: draft.id, tryingId: 0, tries: 0 });
		return draft;
	}

	#ofMid(subject: string, mid: string): Draft | undefined {
		return this.#newByMid.get(subject)?.get(mid) ?? this.#known.byMid.get(subject)?.get(mid);
	}

	#client(group: string): ClientRow {
		const client = this.#clients.get(group);
		if (!client) throw new Error('group not admitted');
		return client;
	}

	#keep(client: ClientRow): void {
		this.#clients.set(client.group, client);
		this.changed.set(client.group, client);
	}
}

export function newClient(group: string, subject: string): ClientRow {
	return { group, subject, last: 0, lastNow: 0, acked: 0, tryingId: 0, tries: 0 };
}

function outcomeOf({ kind, fields, failure }: Ran['outcome']): Ran['outcome'] {
	return { kind, ...(fields ? { fields } : {}), ...(failure ? { failure } : {}) };
}

function verdictOf({ outcome }: Ran) {
	return { kind: outcome.failure ? `${outcome.kind}:${outcome.failure.code}` : outcome.kind };
}
