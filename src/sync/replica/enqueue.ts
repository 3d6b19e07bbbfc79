import { merged, rejected, type JsonObject, type Verdict } from '#domain/kernel/index.ts';
import { arePlainArgs, MAX_MUTATION_BYTES, NOOP, type Mutation } from '../protocol/index.ts';
import type { Committer } from './commit.ts';
import type { Memory } from './memory.ts';
import type { ReplicaWorld } from './ports.ts';
import { layerOf, rebase } from './rebase.ts';
import {
	metaOp,
	rowKey,
	type Op,
	type OverlayRecord,
	type QueueRecord,
	type RowKey,
	type Seen
} from './records.ts';
import type { Layer } from './replica-tx.ts';
import { runMutation } from './run-mutation.ts';

const MAX_DEPS = 100;

/** A command as a screen gives it. */
export interface Command {
	readonly name: string;
	readonly args: unknown;
	/** Field -> hash of the value that the person saw (`baseOf`), for commands that change fields. */
	readonly base?: Readonly<Record<string, string>>;
	/** The same in full, kept on this device only. */
	readonly seen?: Seen;
	/** One id for all mutations of a bulk edit. */
	readonly bulk?: string;
	/** Given where a click must count once: the same `mid` is enqueued once. */
	readonly mid?: string;
}

export interface Enqueued {
	readonly verdict: Verdict;
	/** Missing when the command was refused here and nothing was written. */
	readonly id?: number;
	readonly mid?: string;
	/** Some row was not on this device: the server decides. */
	readonly doubtful: boolean;
}

/**
 * Runs the command here and, unless it is refused, makes it durable: queue, overlay and counter in one transaction.
 * Only when this resolves may a screen say "Saved on this device".
 */
export async function enqueue(
	memory: Memory,
	committer: Committer,
	world: ReplicaWorld,
	subject: string,
	command: Command
): Promise<Enqueued> {
	const [enqueued] = await enqueueAll(memory, committer, world, subject, [command]);
	if (!enqueued) throw new Error('A command without an answer');
	return enqueued;
}

/**
 * Several commands in one transaction, each a mutation of its own that may be refused by itself: a thousand rows of a
 * bulk edit would else pay a thousand times for durability. Answers stand in the order of the commands.
 */
export function enqueueAll(
	memory: Memory,
	committer: Committer,
	world: ReplicaWorld,
	subject: string,
	commands: readonly Command[]
): Promise<readonly Enqueued[]> {
	const named = commands.map((command) => ({ ...command, mid: command.mid ?? world.newMid() }));
	const deviceAt = world.now();
	return committer.commit(async () => {
		const ops: Op[] = [];
		const result: Enqueued[] = [];
		const plan: Plan = { layer: layerOf(memory), inserts: insertsOf(memory) };
		let id = memory.meta.nextId;
		for (const command of named) {
			const again = queuedUnder(memory, command.mid);
			const draft = { ...mutationOf(memory, world, command, deviceAt), id };
			const { enqueued, ops: own } = again
				? { enqueued: again, ops: [] }
				: await planned(memory, subject, plan, draft, command);
			result.push(enqueued);
			if (own.length > 0) id += 1;
			ops.push(...own);
		}
		if (ops.length > 0) ops.push(metaOp('nextId', id));
		return { ops, result };
	});
}

/** What the commands of one transaction see and stand on, grown by each of them. */
interface Plan {
	readonly layer: Layer;
	/** Row -> the queued mutation that makes it, in the order of the queue. */
	readonly inserts: Map<RowKey, { readonly mid: string; readonly place: number }>;
}

/** One mutation's part of the transaction; no records where it is refused. */
async function planned(
	memory: Memory,
	subject: string,
	plan: Plan,
	draft: Mutation,
	command: Command
): Promise<{ readonly enqueued: Enqueued; readonly ops: readonly Op[] }> {
	const refused = (verdict: Verdict, doubtful = false) => ({
		enqueued: { verdict, doubtful },
		ops: []
	});
	// The server would refuse the whole message, and the queue would stand still behind it.
	if (!arePlainArgs(command.args)) return refused(rejected('bad_args'));
	const record = await runMutation(memory, subject, draft, plan.layer);
	const { verdict, doubtful } = record;
	if (verdict.kind === 'rejected') return refused(verdict, doubtful);
	const mutation: Mutation = { ...draft, deps: depsOf(plan, record) };
	if (JSON.stringify(mutation).length > MAX_MUTATION_BYTES) return refused(rejected('too_large'));
	const { id, mid } = mutation;
	for (const write of record.writes) {
		const key = rowKey(write.table, write.id);
		plan.layer.set(key, write);
		if (write.op === 'insert') plan.inserts.set(key, { mid, place: id });
	}
	const ops: Op[] = [
		{ store: 'queue', key: id, value: queuedAs(memory, mutation, command.seen) },
		{ store: 'overlay', key: id, value: record }
	];
	return { enqueued: { verdict, id, mid, doubtful }, ops };
}

/**
 * Replaces a queued mutation by nothing, under its id and `mid`: ids have no gaps, and the authority may have had it
 * already. Shown as "asked to discard" until the outcome.
 */
export function discard(
	memory: Memory,
	committer: Committer,
	subject: string,
	id: number
): Promise<boolean> {
	return committer.commit(async () => {
		const record = memory.queue.get(id);
		if (!record || record.mutation.name === NOOP) return { ops: [], result: false };
		const { mutation } = record;
		const noop: QueueRecord = {
			...record,
			mutation: { ...mutation, name: NOOP, args: null, base: {} },
			discarded: mutation
		};
		const queue = memory.queued().map(([at, other]) => [at, at === id ? noop : other] as const);
		const gone = new Set(
			(memory.overlay.get(id)?.writes ?? []).map((write) => rowKey(write.table, write.id))
		);
		const nothing: OverlayRecord = { reads: [], writes: [], doubtful: false, verdict: merged([]) };
		const ops: Op[] = [{ store: 'queue', key: id, value: noop }];
		// Later mutations that stood on its rows run again without them; its own record becomes empty.
		const others = await rebase(
			memory,
			memory,
			subject,
			queue,
			new Set([...gone, rowKey(NOOP, String(id))])
		);
		ops.push(...others.filter((op) => op.key !== id), {
			store: 'overlay',
			key: id,
			value: nothing
		});
		return { ops, result: true };
	});
}

/**
 * What was seen is kept of a row that the server has told, since such a row tells when it leaves: one that left while the
 * person was typing takes it along, and of one's own row that nobody has confirmed yet there is nothing to keep.
 */
function queuedAs(memory: Memory, mutation: Mutation, seen: Seen | undefined): QueueRecord {
	const isHere = seen !== undefined && memory.find(seen.table, seen.id) !== undefined;
	return { mutation, attempts: 0, ...(isHere ? { seen } : {}) };
}

function queuedUnder(memory: Memory, mid: string): Enqueued | undefined {
	for (const [id, { mutation }] of memory.queue) {
		if (mutation.mid === mid)
			return { verdict: memory.overlay.get(id)?.verdict ?? merged([]), id, mid, doubtful: false };
	}
	const known = memory.outcomes.get(mid);
	return (
		known && {
			verdict: merged(known.outcome.fields ?? []),
			id: known.outcome.id,
			mid,
			doubtful: false
		}
	);
}

/** The command as a mutation that has no place in the queue yet. */
export function mutationOf(
	memory: Memory,
	world: ReplicaWorld,
	command: Command & { readonly mid: string },
	deviceAt: number
): Omit<Mutation, 'id'> {
	return {
		mid: command.mid,
		name: command.name,
		args: command.args as JsonObject,
		deviceAt,
		contactAt: memory.meta.contactAt,
		tz: world.timeZone(),
		base: { ...command.base },
		deps: [],
		...(command.bulk ? { bulk: command.bulk } : {})
	};
}

function insertsOf(memory: Memory): Plan['inserts'] {
	const inserts: Plan['inserts'] = new Map();
	for (const [place, { mutation }] of memory.queued()) {
		for (const write of memory.overlay.get(place)?.writes ?? [])
			if (write.op === 'insert')
				inserts.set(rowKey(write.table, write.id), { mid: mutation.mid, place });
	}
	return inserts;
}

/** The queued mutations whose inserts this one stands on, in the order of the queue. */
function depsOf({ inserts }: Plan, record: OverlayRecord): string[] {
	const touched = new Set([
		...record.reads,
		...record.writes.map((write) => rowKey(write.table, write.id))
	]);
	const makers = [...touched].map((key) => inserts.get(key)).filter((made) => made !== undefined);
	const byPlace = new Map(makers.map(({ place, mid }) => [place, mid]));
	const places = [...byPlace.keys()].sort((a, b) => a - b);
	return places.map((place) => byPlace.get(place) ?? '').slice(-MAX_DEPS);
}
