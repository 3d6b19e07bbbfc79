import { MINUTE, type AnyRow } from '#domain/kernel/index.ts';
import type { Complete, Del, Outcome, PullAnswer, Put } from '../protocol/index.ts';
import {
	applyDel,
	completes,
	fitScopes,
	markComplete,
	putChild,
	putRoot,
	type Rules
} from './apply-rows.ts';
import { sameCookie, type Asked } from './asked.ts';
import { compareAudit } from './audit.ts';
import type { Committer } from './commit.ts';
import { Draft } from './draft.ts';
import { beginAnew } from './history.ts';
import type { Memory } from './memory.ts';
import { endOldHistory, HISTORY_ENDED, leaveOldRows } from './old-history.ts';
import { rebase } from './rebase.ts';
import {
	rowKey,
	type Meta,
	type Op,
	type OutcomeRecord,
	type QueueRecord,
	type RowKey
} from './records.ts';

/** Answers of one pull up to `more: false`, later ones laid over earlier: what becomes visible at once. */
export interface WholePull {
	readonly puts: ReadonlyMap<RowKey, Put>;
	/** Roots as earlier answers had them: a class lost in one and gained in the next has children that neither told. */
	readonly between: ReadonlyMap<RowKey, readonly AnyRow[]>;
	readonly dels: ReadonlyMap<RowKey, Del>;
	readonly complete: ReadonlyMap<RowKey, Complete>;
	readonly outcomes: readonly Outcome[];
	readonly final: PullAnswer;
}

export function wholePull(answers: readonly [PullAnswer, ...PullAnswer[]]): WholePull {
	const puts = new Map<RowKey, Put>();
	const between = new Map<RowKey, AnyRow[]>();
	const dels = new Map<RowKey, Del>();
	const complete = new Map<RowKey, Complete>();
	for (const answer of answers) {
		for (const del of answer.dels) {
			const key = rowKey(del.table, del.id);
			puts.delete(key);
			between.delete(key);
			complete.delete(key);
			dels.set(key, del);
			// What hung on a root that left is not told again when it comes back.
			if (del.root === undefined) deleteChildren(puts, del.id);
		}
		for (const put of answer.puts) {
			const key = rowKey(put.table, put.row.id);
			const earlier = puts.get(key);
			if (earlier) between.set(key, [...(between.get(key) ?? []), earlier.row]);
			puts.set(key, put);
		}
		for (const entry of answer.complete) complete.set(rowKey(entry.table, entry.id), entry);
	}
	const final = answers.at(-1) ?? answers[0];
	const outcomes = answers.flatMap((answer) => answer.outcomes);
	return { puts, between, dels, complete, outcomes, final };
}

function deleteChildren(puts: Map<RowKey, Put>, root: string): void {
	for (const [key, put] of puts) if (put.row.root === root) puts.delete(key);
}

/**
 * One transaction: rows, cookie, queue trimmed by stored outcomes, what is left of it rebased. Answers false when the
 * cookie is no longer the one that the pull was asked with: then it is asked again.
 */
export function applyPull(
	memory: Memory,
	committer: Committer,
	subject: string,
	asked: Asked,
	pull: WholePull
): Promise<boolean> {
	return committer.commit(async () => {
		if (!sameCookie(asked, memory.meta)) return { ops: [], result: false };
		const draft = new Draft(memory);
		applyRows(draft, pull);
		draft.setMeta(metaAfter(draft, pull.final));
		leaveOldRows(draft, memory);
		const hasEnded = endOldHistory(draft, memory);
		const left = settleOutcomes(memory, draft, pull);
		if (pull.final.audit && !compareAudit(draft, memory, pull.final.audit, pull.final.serverAt))
			beginAnew(draft, memory);
		const changed = new Set([...draft.changed, ...left.dirty]);
		if (hasEnded) changed.add(HISTORY_ENDED);
		for (const op of await rebase(memory, draft, subject, left.queue, changed)) draft.add(op);
		return { ops: draft.ops(), result: true };
	});
}

/** A run whose pages are all read closes here, when the cookie has come as far as they: then all stands at one moment. */
function metaAfter(draft: Draft, { cookie, held, serverAt }: PullAnswer): Partial<Meta> {
	const { ahead, run, contactAt } = draft.meta;
	const before = draft.meta.cookie?.spaces.main.v;
	const isBehind = ahead !== null && ahead.v > cookie.spaces.main.v;
	return {
		cookie,
		held,
		// A pull that brings nothing else is not worth a write.
		contactAt:
			serverAt < contactAt + MINUTE && cookie.spaces.main.v === before ? contactAt : serverAt,
		ahead: isBehind ? ahead : null,
		run: run?.isRead && !isBehind ? null : run
	};
}

function applyRows(draft: Draft, pull: WholePull): void {
	const before = new Set(draft.meta.cookie?.scopes ?? []);
	const after = new Set(pull.final.cookie.scopes);
	const rules: Rules = { draft, before, after, v: pull.final.cookie.spaces.main.v };
	if ([...before].some((scope) => !after.has(scope))) fitScopes(rules);
	const puts = [...pull.puts.values()];
	// Dels first: a root that left and came back within one pull comes back without what hung on it.
	for (const del of pull.dels.values()) applyDel(rules, del);
	for (const [key, put] of pull.puts)
		if (put.row.root === undefined)
			putRoot({ ...rules, before: after }, put, 'base', pull.between.get(key));
	for (const entry of pull.complete.values())
		if (completes(rules, entry)) markComplete(rules, entry);
	for (const put of puts) if (put.row.root !== undefined) putChild(rules, put, 'base');
	keepDelsForRun(draft, pull);
}

/** While a run is open each del is kept for it, and hides page rows with a lower version. */
function keepDelsForRun(draft: Draft, pull: WholePull): void {
	const { run } = draft.meta;
	if (!run || pull.dels.size === 0) return;
	const dels = { ...run.dels };
	for (const [key, del] of pull.dels) dels[key] = Math.max(del.v, dels[key] ?? 0);
	draft.setMeta({ run: { ...run, dels } });
}

/** The queue is trimmed only together with a stored outcome. */
function settleOutcomes(
	memory: Memory,
	draft: Draft,
	{ outcomes, final }: WholePull
): {
	readonly queue: readonly (readonly [number, QueueRecord])[];
	readonly dirty: ReadonlySet<RowKey>;
} {
	const settled = new Set<number>();
	const dirty = new Set<RowKey>();
	let acked = memory.meta.acked;
	for (const outcome of outcomes) {
		if (waitsForRun(draft.meta, outcome)) break;
		const queued = memory.queue.get(outcome.id);
		if (queued && queued.mutation.mid === outcome.mid) {
			settled.add(outcome.id);
			for (const write of memory.overlay.get(outcome.id)?.writes ?? [])
				dirty.add(rowKey(write.table, write.id));
			for (const op of settle(queued, outcome, final.serverAt)) draft.add(op);
		}
		if (queued || memory.outcomes.has(outcome.mid)) acked = Math.max(acked, outcome.id);
	}
	draft.setMeta({ acked });
	const queue = memory.queued().filter(([id]) => !settled.has(id));
	for (const [id, record] of queue) if (id > final.last) sendAnew(draft, id, record);
	return { queue, dirty };
}

/** While all is fetched anew, what came before the run is not here again until it closes: until then the queue shows it. */
function waitsForRun({ hasOldRows, run }: Meta, { v }: Outcome): boolean {
	return hasOldRows && (!run || v <= run.v0);
}

/** Acknowledged once, but the authority does not have it: it was set back beyond the push and not beyond the cookie. */
function sendAnew(draft: Draft, id: number, { receivedAt, ...record }: QueueRecord): void {
	if (receivedAt !== undefined) draft.add({ store: 'queue', key: id, value: record });
}

function settle(queued: QueueRecord, outcome: Outcome, now: number): readonly Op[] {
	const isForPerson = needsPerson(queued, outcome);
	const record: OutcomeRecord = {
		outcome,
		mutation: queued.mutation,
		...(queued.discarded ? { discarded: queued.discarded } : {}),
		...(queued.seen && isForPerson ? { seen: queued.seen } : {}),
		storedAt: now,
		needsPerson: isForPerson
	};
	return [
		{ store: 'outcome', key: outcome.mid, value: record },
		{ store: 'queue', key: outcome.id, value: undefined },
		{ store: 'overlay', key: outcome.id, value: undefined }
	];
}

function needsPerson(queued: QueueRecord, outcome: Outcome): boolean {
	// Discarded too late: it had been applied, and the inverse is offered.
	if (queued.discarded) return outcome.kind === 'applied' || outcome.kind === 'merged';
	return outcome.kind === 'merged' || outcome.kind === 'rejected' || outcome.kind === 'dead';
}
