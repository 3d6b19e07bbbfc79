import { scopesMeet, type Scope } from '#domain/kernel/index.ts';
import type { Draft } from './draft.ts';
import type { Memory } from './memory.ts';
import { rowKey, type RowKey } from './records.ts';
import { missingScopes } from './scopes.ts';

/** Read by mutations that a former history had applied: they run again when its rows go. */
export const HISTORY_ENDED: RowKey = rowKey('history', 'ended');

/** Rows of an earlier history that the person may not hold now go at once. */
export function leaveOldRows(draft: Draft, memory: Memory): void {
	if (!draft.meta.hasOldRows) return;
	const held: ReadonlySet<Scope> = new Set(draft.meta.held);
	for (const table of draft.registry.tables) {
		if (table.kind !== 'root') continue;
		for (const id of memory.held.get(table.name)?.keys() ?? []) {
			const now = draft.find(table.name, id);
			if (now && now.gen !== draft.meta.gen && !scopesMeet(table.scopes(now.row), held))
				draft.dropRoot(table.name, id);
		}
	}
}

/**
 * When the runs have ended, what is left of an earlier history goes: this one does not have it. Answers true when it
 * has just happened.
 */
export function endOldHistory(draft: Draft, memory: Memory): boolean {
	const { cookie, held, gen, run, hasOldRows } = draft.meta;
	if (!hasOldRows || !cookie || run || missingScopes(cookie, held).length > 0) return false;
	for (const [table, rows] of memory.held) {
		for (const id of rows.keys()) {
			const now = draft.find(table, id);
			if (!now || now.gen === gen) continue;
			draft.drop(table, id);
			// A change to a child of it may have marked it for fetching, and there is nothing to fetch.
			draft.setComplete(rowKey(table, id), null);
		}
	}
	draft.setMeta({ hasOldRows: false });
	return true;
}
