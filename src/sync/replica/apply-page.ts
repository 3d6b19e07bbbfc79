import { sameJson, scopesMeet, type Scope } from '#domain/kernel/index.ts';
import type { Cookie, DetailAnswer, DetailRequest, Page } from '../protocol/index.ts';
import { completes, fitScopes, markComplete, putChild, putRoot, type Rules } from './apply-rows.ts';
import type { Committer } from './commit.ts';
import { Draft } from './draft.ts';
import type { Memory } from './memory.ts';
import { rebase } from './rebase.ts';
import { rowKey, type RunRecord } from './records.ts';

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
		leaveOldHistory(draft, memory, new Set(held));
		// A root that gains a class by the new scopes has children that are not here.
		const before = new Set(cookie.scopes);
		fitScopes({ draft, before, after: new Set([...before, ...scopes]), v: cookie.spaces.main.v });
		await rebaseOn(draft, memory, subject);
		return { ops: draft.ops(), result: opened };
	});
}

export function missingScopes(cookie: Cookie | null, held: readonly Scope[]): readonly Scope[] {
	const known = new Set(cookie?.scopes ?? []);
	return held.filter((scope) => !known.has(scope));
}

/** Rows of an earlier history that the person may not hold now go before the new one arrives. */
function leaveOldHistory(draft: Draft, memory: Memory, held: ReadonlySet<Scope>): void {
	for (const table of draft.registry.tables) {
		if (table.kind !== 'root') continue;
		for (const [id, found] of memory.held.get(table.name) ?? []) {
			if (found.gen !== draft.meta.gen && !scopesMeet(table.scopes(found.row), held))
				draft.dropRoot(table.name, id);
		}
	}
}

/**
 * Applies a page where the run stands at it and the scopes are those it was asked with; otherwise it is dropped
 * (false) and asked again.
 */
export function applyPage(
	memory: Memory,
	committer: Committer,
	subject: string,
	asked: Cookie,
	page: Page
): Promise<boolean> {
	return committer.commit(async () => {
		const { run, cookie } = memory.meta;
		const stands = run && run.id === page.run && sameJson(run.after, page.after);
		if (!stands || cookie?.epoch !== asked.epoch || cookie.scopesRev !== asked.scopesRev)
			return { ops: [], result: false };
		const draft = new Draft(memory);
		const scopes = new Set(cookie.scopes);
		putPage({ draft, before: scopes, after: scopes, v: page.v }, run, page);
		const rows = run.rows + page.puts.filter((put) => put.row.root === undefined).length;
		const next: RunRecord = { ...run, after: page.next, rows, total: page.total ?? run.total };
		draft.setMeta({ run: page.next === null ? null : next });
		if (page.next === null) endHistory(draft, memory);
		for (const op of await rebase(memory, draft, subject, memory.queued(), draft.changed))
			draft.add(op);
		return { ops: draft.ops(), result: true };
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
		} else if (!rules.draft.isComplete(entry.table, entry.id)) {
			// The root or its children moved on meanwhile: to be fetched.
			rules.draft.setComplete(rowKey(entry.table, entry.id), { missed: rules.v });
		}
	}
	for (const put of answer.puts) if (whole.has(put.row.root ?? '')) putChild(rules, put, 'pack');
}

async function rebaseOn(draft: Draft, memory: Memory, subject: string): Promise<void> {
	const ops = await rebase(memory, draft, subject, memory.queued(), draft.changed);
	for (const op of ops) draft.add(op);
}

/** When the runs end, what is left of an earlier history goes: this one does not have it. */
function endHistory(draft: Draft, memory: Memory): void {
	const { cookie, held, gen } = draft.meta;
	if (missingScopes(cookie, held).length > 0) return;
	for (const rows of memory.held.values()) {
		for (const [id, found] of rows) {
			const now = draft.find(rowKey(found.table, id));
			if (now && now.gen !== gen) draft.drop(rowKey(found.table, id));
		}
	}
}

/** Applies an answer about the children of single roots, under the `scopesRev` that it was asked with. */
export function applyDetail(
	memory: Memory,
	committer: Committer,
	subject: string,
	request: DetailRequest,
	answer: DetailAnswer
): Promise<boolean> {
	return committer.commit(async () => {
		const { cookie } = memory.meta;
		if (cookie?.epoch !== request.cookie.epoch || cookie.scopesRev !== request.cookie.scopesRev)
			return { ops: [], result: false };
		const draft = new Draft(memory);
		const scopes = new Set(cookie.scopes);
		putComplete({ draft, before: scopes, after: scopes, v: answer.v }, answer);
		for (const op of await rebase(memory, draft, subject, memory.queued(), draft.changed))
			draft.add(op);
		return { ops: draft.ops(), result: true };
	});
}
