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
 * Applies a page where the run stands at it and the scopes are those it was asked with; otherwise it is dropped
 * (false) and asked again.
 */
export function applyPage(
	memory: Memory,
	committer: Committer,
	subject: string,
	asked: Asked,
	page: Page
): Promise<boolean> {
	return committer.commit(async () => {
		const { run, cookie } = memory.meta;
		const stands = run && !run.isRead && run.id === page.run && sameJson(run.after, page.after);
		if (!stands || !cookie || !sameScopes(asked, memory.meta)) return { ops: [], result: false };
		const draft = new Draft(memory);
		const scopes = new Set(cookie.scopes);
		putPage({ draft, before: scopes, after: scopes, v: page.v }, run, page);
		const rows = run.rows + page.puts.filter((put) => put.row.root === undefined).length;
		const isRead = page.next === null;
		noteAhead(draft, page);
		const next: RunRecord = {
			...run,
			after: page.next,
			isRead,
			rows,
			total: page.total ?? run.total
		};
		draft.setMeta({ run: next });
		return { ops: await withRebase(draft, memory, subject), result: true };
	});
}

function putPage(rules: Rules, run: RunRecord, page: Page): void {
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
			rules.draft.find(rowKey(entry.table, entry.id)) &&
			!rules.draft.isComplete(entry.table, entry.id)
		) {
			// The root or its children moved on meanwhile: to be fetched.
			markMissed(rules, rowKey(entry.table, entry.id));
		}
	}
	for (const put of answer.puts) if (whole.has(put.row.root ?? '')) putChild(rules, put, 'pack');
}

async function withRebase(draft: Draft, memory: Memory, subject: string): Promise<readonly Op[]> {
	const ops = await rebase(memory, draft, subject, memory.queued(), draft.changed);
	for (const op of ops) draft.add(op);
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
