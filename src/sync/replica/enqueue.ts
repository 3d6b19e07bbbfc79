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
	type Seen
} from './records.ts';
import { runMutation } from './run-mutation.ts';

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
export function enqueue(
	memory: Memory,
	committer: Committer,
	world: ReplicaWorld,
	subject: string,
	command: Command
): Promise<Enqueued> {
	const mid = command.mid ?? world.newMid();
	const deviceAt = world.now();
	return committer.commit(async () => {
		const again = queuedUnder(memory, mid);
		if (again) return { ops: [], result: again };
		// The server would refuse the whole message, and the queue would stand still behind it.
		if (!arePlainArgs(command.args))
			return { ops: [], result: { verdict: rejected('bad_args'), doubtful: false } };
		const layer = layerOf(memory);
		const draft = mutationOf(memory, world, command, mid, deviceAt);
		const record = await runMutation(memory, subject, draft, layer);
		if (record.verdict.kind === 'rejected')
			return { ops: [], result: { verdict: record.verdict, doubtful: record.doubtful } };
		const mutation: Mutation = { ...draft, deps: depsOf(memory, record) };
		if (JSON.stringify(mutation).length > MAX_MUTATION_BYTES) {
			return { ops: [], result: { verdict: rejected('too_large'), doubtful: false } };
		}
		return {
			ops: [
				{
					store: 'queue',
					key: mutation.id,
					value: queuedAs(memory, mutation, command.seen)
				},
				{ store: 'overlay', key: mutation.id, value: record },
				metaOp('nextId', mutation.id + 1)
			],
			result: { verdict: record.verdict, id: mutation.id, mid, doubtful: record.doubtful }
		};
	});
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

function mutationOf(
	memory: Memory,
	world: ReplicaWorld,
	command: Command,
	mid: string,
	deviceAt: number
): Mutation {
	return {
		id: memory.meta.nextId,
		mid,
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

/** The queued mutations whose inserts this one stands on. */
function depsOf(memory: Memory, record: OverlayRecord): string[] {
	const touched = new Set([
		...record.reads,
		...record.writes.map((write) => rowKey(write.table, write.id))
	]);
	const deps: string[] = [];
	for (const [id, { mutation }] of memory.queued()) {
		const inserts = memory.overlay.get(id)?.writes.filter((write) => write.op === 'insert') ?? [];
		if (inserts.some((write) => touched.has(rowKey(write.table, write.id))))
			deps.push(mutation.mid);
	}
	return deps.slice(-100);
}
