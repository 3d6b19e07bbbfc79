import { DAY } from '#domain/kernel/index.ts';
import type { Mutation, Outcome } from '../protocol/index.ts';
import type { Committer } from './commit.ts';
import type { Asked } from './asked.ts';
import { PACKS_PER_REWRITE, rewritePack, type Draft } from './draft.ts';
import type { Memory } from './memory.ts';
import { HISTORY_ENDED } from './old-history.ts';
import {
	metaOp,
	rowKey,
	type Meta,
	type Op,
	type OverlayRecord,
	type QueueRecord,
	type RowKey
} from './records.ts';

/** Acknowledged mutations are kept this long: a restored server is offered them again under the same `mid`s. */
const JOURNAL = 7 * DAY;

const alreadyApplied: OverlayRecord = {
	reads: [HISTORY_ENDED],
	writes: [],
	doubtful: false,
	verdict: { kind: 'applied' }
};

/**
 * The authority lives in another history (restored, failed over, rolled back), or does not know this group: one
 * transaction takes a new group and renumbers journal and queue from 1, in old order, under the same `mid`s. Rows stay
 * on screen as those of an earlier history until the runs of the new one end. The queue is always kept.
 */
export function takeNewGroup(
	memory: Memory,
	committer: Committer,
	asked: Pick<Asked, 'group' | 'gen'>,
	group: string
): Promise<void> {
	return committer.commit(async () => {
		// Another tab was told the same, and was first.
		if (memory.meta.group !== asked.group) return { ops: [], result: undefined };
		const ops: Op[] = [...beginHistory(memory), metaOp('group', group), metaOp('acked', 0)];
		let id = 1;
		for (const [key, record] of journal(memory)) {
			ops.push({ store: 'outcome', key, value: undefined });
			ops.push(...requeued(id++, { mutation: record.mutation, attempts: 0 }, alreadyApplied));
		}
		const queue = memory.queued();
		for (const [old] of queue) {
			ops.push(
				{ store: 'queue', key: old, value: undefined },
				{ store: 'overlay', key: old, value: undefined }
			);
		}
		for (const [old, { receivedAt: _, ...sent }] of queue) {
			// No attempt has failed in the new history.
			const record = { ...sent, attempts: 0 };
			ops.push(...requeued(id++, record, memory.overlay.get(old) ?? alreadyApplied));
		}
		ops.push(metaOp('nextId', id));
		return { ops: lastPerKey(ops), result: undefined };
	});
}

/** Fetches everything anew under the same group: the log no longer reaches back, or the self-audit failed. */
export function fetchAnew(
	memory: Memory,
	committer: Committer,
	asked: Pick<Asked, 'group' | 'gen'>
): Promise<void> {
	return committer.commit(async () => {
		const isOver = memory.meta.gen !== asked.gen;
		return { ops: isOver ? [] : beginHistory(memory), result: undefined };
	});
}

/** The same as part of an answer that is being applied. */
export function beginAnew(draft: Draft, memory: Memory): void {
	draft.setMeta(newHistory(memory));
	for (const key of memory.complete.keys()) draft.setComplete(key, null);
}

function beginHistory(memory: Memory): readonly Op[] {
	const meta = Object.entries(newHistory(memory)) as [keyof Meta, never][];
	return [
		...meta.map(([key, value]) => metaOp(key, value)),
		...[...memory.complete.keys()].map((key): Op => ({ store: 'complete', key, value: undefined }))
	];
}

function newHistory(memory: Memory): Partial<Meta> {
	return { gen: memory.meta.gen + 1, cookie: null, ahead: null, run: null, hasOldRows: true };
}

/** Outcomes that changed something and may have been lost with the old history, oldest first. */
function journal(memory: Memory) {
	return [...memory.outcomes]
		.filter(([, { outcome }]) => outcome.kind === 'applied' || outcome.kind === 'merged')
		.sort(([, a], [, b]) => a.outcome.id - b.outcome.id);
}

function requeued(id: number, record: QueueRecord, overlay: OverlayRecord): readonly Op[] {
	const mutation = { ...record.mutation, id };
	return [
		{ store: 'queue', key: id, value: { ...record, mutation } },
		{ store: 'overlay', key: id, value: overlay }
	];
}

function lastPerKey(ops: readonly Op[]): readonly Op[] {
	return [...new Map(ops.map((op) => [`${op.store}\u0000${op.key}`, op])).values()];
}

/**
 * Notes that a push is about to carry these mutations: from now on they are frozen. Answers false when the queue has
 * changed since they were read.
 */
export function markSent(
	memory: Memory,
	committer: Committer,
	group: string,
	batch: readonly Mutation[]
): Promise<boolean> {
	return committer.commit(async () => {
		const isSame = batch.every(({ id, mid, name }) => {
			const queued = memory.queue.get(id)?.mutation;
			return queued?.mid === mid && queued.name === name;
		});
		if (!isSame || memory.meta.group !== group) return { ops: [], result: false };
		const sent = (record: QueueRecord) => ({ ...record, attempts: record.attempts + 1 });
		return { ops: batch.flatMap(({ id }) => changeQueued(memory, id, sent)), result: true };
	});
}

/** A push reply only marks Received; rows and outcomes come by pull. */
export function markReceived(
	memory: Memory,
	committer: Committer,
	group: string,
	outcomes: readonly Outcome[]
): Promise<void> {
	return committer.commit(async () => {
		const known = new Map(outcomes.map((outcome) => [outcome.mid, outcome]));
		const ops = memory.queued().flatMap(([id, { mutation, receivedAt }]) => {
			const outcome = known.get(mutation.mid);
			if (memory.meta.group !== group || !outcome || receivedAt !== undefined) return [];
			return changeQueued(memory, id, (record) => ({ ...record, receivedAt: outcome.v }));
		});
		return { ops, result: undefined };
	});
}

/**
 * The authority was set back to `last`: what it acknowledged after that is sent anew. Answers false when the device no
 * longer has all of it in the queue.
 */
export function resendAfter(
	memory: Memory,
	committer: Committer,
	group: string,
	last: number
): Promise<boolean> {
	return committer.commit(async () => {
		if (memory.meta.group !== group) return { ops: [], result: true };
		const ops = memory
			.queued()
			.filter(([id, record]) => id > last && record.receivedAt !== undefined)
			.flatMap(([id]) => changeQueued(memory, id, ({ receivedAt: _, ...record }) => record));
		return { ops, result: memory.queue.has(last + 1) };
	});
}

function changeQueued(
	memory: Memory,
	id: number,
	change: (record: QueueRecord) => QueueRecord
): readonly Op[] {
	const record = memory.queue.get(id);
	return record ? [{ store: 'queue', key: id, value: change(record) }] : [];
}

/** The person has seen to a card: it becomes a plain journal entry. */
export function dismiss(memory: Memory, committer: Committer, mid: string): Promise<void> {
	return committer.commit(async () => {
		const record = memory.outcomes.get(mid);
		const ops: Op[] = record
			? [{ store: 'outcome', key: mid, value: { ...record, needsPerson: false } }]
			: [];
		return { ops, result: undefined };
	});
}

/**
 * Housekeeping in small steps: journal entries past their week, and packs that rows have left but that were too many
 * to rewrite at once. Answers true while there is more to do.
 */
export function tidy(memory: Memory, committer: Committer): Promise<boolean> {
	return committer.commit(async () => {
		// By the authority's clock: one that jumps on the device must not cost the journal.
		const now = memory.meta.contactAt;
		const old = [...memory.outcomes].filter(
			([, record]) => !record.needsPerson && record.storedAt < now - JOURNAL
		);
		const ops: Op[] = old.map(([key]) => ({ store: 'outcome', key, value: undefined }));
		const exits = new Map(memory.meta.exits);
		const packs =
			exits.size === 0 ? [] : packsWith(memory, (key, no) => no < (exits.get(key) ?? 0));
		for (const no of packs.slice(0, PACKS_PER_REWRITE))
			ops.push(rewritePack(memory, no, (key) => no < (exits.get(key) ?? 0)));
		const more = packs.length > PACKS_PER_REWRITE;
		if (exits.size > 0 && !more) ops.push(metaOp('exits', []));
		return { ops, result: more };
	});
}

function packsWith(memory: Memory, has: (key: RowKey, no: number) => boolean): readonly number[] {
	return [...memory.packs()]
		.filter(([no, { rows }]) => rows.some(({ table, row }) => has(rowKey(table, row.id), no)))
		.map(([no]) => no);
}
