import { DAY, type Instant } from '#domain/kernel/index.ts';
import type { Outcome } from '../protocol/index.ts';
import type { Committer } from './commit.ts';
import { PACKS_PER_REWRITE, rewritePack } from './draft.ts';
import type { Memory } from './memory.ts';
import { metaOp, type Op, type OverlayRecord, type QueueRecord } from './records.ts';

/** Acknowledged mutations are kept this long: a restored server is offered them again under the same `mid`s. */
const JOURNAL = 7 * DAY;

const nothing: OverlayRecord = {
	reads: [],
	writes: [],
	doubtful: false,
	verdict: { kind: 'applied' }
};

/**
 * The authority lives in another history (restored, failed over, rolled back), or does not know this group: one
 * transaction takes a new group and renumbers journal and queue from 1, in old order, under the same `mid`s. Rows stay
 * on screen as those of an earlier history until the runs of the new one end. The queue is always kept.
 */
export function takeNewGroup(memory: Memory, committer: Committer, group: string): Promise<void> {
	return committer.commit(async () => {
		const ops: Op[] = [...beginHistory(memory), metaOp('group', group), metaOp('acked', 0)];
		let id = 1;
		for (const [key, record] of journal(memory)) {
			ops.push({ store: 'outcome', key, value: undefined });
			ops.push(...requeued(id++, { mutation: record.mutation, attempts: 1 }, nothing));
		}
		const queue = memory.queued();
		for (const [old] of queue) {
			ops.push(
				{ store: 'queue', key: old, value: undefined },
				{ store: 'overlay', key: old, value: undefined }
			);
		}
		for (const [old, { receivedAt: _, ...record }] of queue) {
			ops.push(...requeued(id++, record, memory.overlay.get(old) ?? nothing));
		}
		ops.push(metaOp('nextId', id));
		return { ops: lastPerKey(ops), result: undefined };
	});
}

/** Fetches everything anew under the same group: the log no longer reaches back, or the self-audit failed. */
export function fetchAnew(memory: Memory, committer: Committer): Promise<void> {
	return committer.commit(async () => ({ ops: beginHistory(memory), result: undefined }));
}

function beginHistory(memory: Memory): readonly Op[] {
	return [
		metaOp('gen', memory.meta.gen + 1),
		metaOp('cookie', null),
		metaOp('run', null),
		...[...memory.complete.keys()].map((key): Op => ({ store: 'complete', key, value: undefined }))
	];
}

/** Outcomes that changed something and may have been lost with the old history, oldest first. */
function journal(memory: Memory) {
	return [...memory.outcomes]
		.filter(([, { outcome }]) => outcome.kind === 'applied' || outcome.kind === 'merged')
		.sort(([, a], [, b]) => a.storedAt - b.storedAt || a.outcome.id - b.outcome.id);
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

/** Notes that a push is about to carry these mutations: from now on they are frozen. */
export function markSent(
	memory: Memory,
	committer: Committer,
	ids: readonly number[]
): Promise<void> {
	return committer.commit(async () => ({
		ops: ids.flatMap((id) =>
			changeQueued(memory, id, (record) => ({ ...record, attempts: record.attempts + 1 }))
		),
		result: undefined
	}));
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
export function tidy(memory: Memory, committer: Committer, now: Instant): Promise<boolean> {
	return committer.commit(async () => {
		const old = [...memory.outcomes].filter(
			([, record]) => !record.needsPerson && record.storedAt < now - JOURNAL
		);
		const ops: Op[] = old.map(([key]) => ({ store: 'outcome', key, value: undefined }));
		const gone = new Set(memory.meta.exits);
		const packs = [...memory.packRows]
			.filter(([, keys]) => keys.some((key) => gone.has(key)))
			.map(([no]) => no);
		for (const no of packs.slice(0, PACKS_PER_REWRITE)) ops.push(rewritePack(memory, no, gone));
		const more = packs.length > PACKS_PER_REWRITE;
		if (gone.size > 0 && !more) ops.push(metaOp('exits', []));
		return { ops, result: more };
	});
}
