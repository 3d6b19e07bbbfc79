import { sameJson } from '#domain/kernel/index.ts';
import type { DetailAnswer, Page, Position } from '../protocol/index.ts';
import {
	completes,
	fitScopes,
	markComplete,
	markMissed,
	putChild,
	putRoot,
	type Rules
} from './apply-rows.ts';
import { sameScopes, type Asked } from './asked.ts';
import type { Committer } from './commit.ts';
import { Draft } from './draft.ts';
import type { Memory } from './memory.ts';
import { leaveOldRows } from './old-history.ts';
import { rebase } from './rebase.ts';
import { rowKey, type Op, type RunRecord } from './records.ts';
import { missingScopes } from './scopes.ts';

/**
 * Opens a run for scopes that the person holds and the cookie lacks: they join the cookie at once, so that pulls name
 * them from now on and pages need to tell only what was there before. One run at a time.
 */
export function openRun(
	memory: Memory,
	committer: Committer,
	subject: string,
	id: string
): Promise<RunRecord | null> {
	return committer.commit(async () => {
		const { cookie, held, run } = memory.meta;
		const scopes = missingScopes(cookie, held);
		if (!cookie || run || scopes.length === 0) return { ops: [], result: run };
		const opened: RunRecord = {
			id,
			scopes,
			v0: cookie.spaces.main.v,
			after: null,
			isRead: false,
			rows: 0,
			total: 0,
			dels: {}
		};
		const draft = new Draft(memory);
		draft.setMeta({
			run: opened,
			cookie: {
				...cookie,
				scopes: [...cookie.scopes, ...scopes].sort(),
				scopesRev: cookie.scopesRev + 1
			}
		});
		leaveOldRows(draft, memory);
		// A root that gains a class by the new scopes has children that are not here.
		const before = new Set(cookie.scopes);
		fitScopes({ draft, before, after: new Set([...before, ...scopes]), v: cookie.spaces.main.v });
		return { ops: await withRebase(draft, memory, subject), result: opened };
	});
}

/**
 * Applies pages in one transaction, as far as the run stands at them and the scopes are those that they were asked with;
 * what does not fit is dropped and asked again. Answers how many were applied.
 */
export function applyPages(
	memory: Memory,
	committer: Committer,
	subject: string,
	asked: Asked,
	pages: readonly Page[]
): Promise<number> {
	return committer.commit(async () => {
		const draft = new Draft(memory);
		let applied = 0;
		if (sameScopes(asked, memory.meta))
			while (pages[applied] && putPage(draft, pages[applied] as Page)) applied += 1;
		if (applied === 0) return { ops: [], result: 0 };
		return { ops: await withRebase(draft, memory, subject), result: applied };
	});
}

/** Answers false, and does nothing, when the run does not stand at this page. */
function putPage(draft: Draft, page: Page): boolean {
	const { run, cookie } = draft.meta;
	const stands = run && !run.isRead && run.id === page.run && sameJson(run.after, page.after);
	if (!stands || !cookie) return false;
	const scopes = new Set(cookie.scopes);
	putRows({ draft, before: scopes, after: scopes, v: page.v }, run, page);
	noteAhead(draft, page);
	const rows = run.rows + page.puts.filter((put) => put.row.root === undefined).length;
	const total = page.total ?? run.total;
	draft.setMeta({
		run: { ...run, after: page.next, isRead: page.next === null, rows, total }
	});
	return true;
}

function putRows(rules: Rules, run: RunRecord, page: Page): void {
	for (const put of page.puts) {
		if (put.row.root !== undefined) continue;
		const hiddenAt = run.dels[rowKey(put.table, put.row.id)] ?? -1;
		if (hiddenAt <= put.v) putRoot(rules, put, 'pack');
	}
	putComplete(rules, page);
}

function putComplete(rules: Rules, answer: Pick<Page, 'puts' | 'complete'>): void {
	const whole = new Set<string>();
	for (const entry of answer.complete) {
		if (completes(rules, entry)) {
			markComplete(rules, entry);
			whole.add(entry.id);
		} else if (
			rules.draft.find(entry.table, entry.id) &&
			!rules.draft.isComplete(entry.table, entry.id)
		) {
			// The root or its children moved on meanwhile: to be fetched.
			markMissed(rules, rowKey(entry.table, entry.id));
		}
	}
	for (const put of answer.puts) if (whole.has(put.row.root ?? '')) putChild(rules, put, 'pack');
}

async function withRebase(draft: Draft, memory: Memory, subject: string): Promise<readonly Op[]> {
	if (memory.queue.size > 0) {
		const ops = await rebase(memory, draft, subject, memory.queued(), draft.changed);
		for (const op of ops) draft.add(op);
	}
	return draft.ops();
}

/** Rows were read beyond the cookie: the history that they came from has to be this one there, too. */
function noteAhead(draft: Draft, { v, digest }: Position): void {
	const { cookie, ahead } = draft.meta;
	if (v > Math.max(cookie?.spaces.main.v ?? 0, ahead?.v ?? 0))
		draft.setMeta({ ahead: { v, digest } });
}

/** Applies an answer about the children of single roots, under the `scopesRev` that it was asked with. */
export function applyDetail(
	memory: Memory,
	committer: Committer,
	subject: string,
	asked: Asked,
	answer: DetailAnswer
): Promise<boolean> {
	return committer.commit(async () => {
		const { cookie } = memory.meta;
		if (!cookie || !sameScopes(asked, memory.meta)) return { ops: [], result: false };
		const draft = new Draft(memory);
		const scopes = new Set(cookie.scopes);
		putComplete({ draft, before: scopes, after: scopes, v: answer.v }, answer);
		noteAhead(draft, answer);
		return { ops: await withRebase(draft, memory, subject), result: true };
	});
}
