import {
	readableAudiences,
	scopesMeet,
	type AnyRow,
	type Audience,
	type RootTable,
	type Space
} from '#domain/kernel/index.ts';
import type { Complete, Del, Put } from '../protocol/index.ts';
import type { Draft } from './draft.ts';
import { isNewer } from './memory.ts';
import { rowKey, type RowKey } from './records.ts';

/** The rules by which rows of any answer come to lie on the device (SYNC.md sections 2, 3 and 5). */
export interface Rules {
	readonly draft: Draft;
	/** Scopes of the cookie before and after this answer. */
	readonly before: ReadonlySet<string>;
	readonly after: ReadonlySet<string>;
	/** Version of `main` at which the answer was read. */
	readonly v: number;
}

function rootTable(draft: Draft, name: string): RootTable | undefined {
	const table = draft.tableOf(name);
	return table?.kind === 'root' ? table : undefined;
}

function audiencesOf(
	rules: Rules,
	table: RootTable,
	row: AnyRow,
	scopes: ReadonlySet<string>
): readonly Audience[] {
	return readableAudiences(table.scopes(row), scopes, rules.draft.registry.scopeKinds);
}

/**
 * A put never touches a row of the same or a higher version. `between`: the root as it stood on the way from the version
 * held to this one, as far as it was told.
 */
export function putRoot(
	rules: Rules,
	put: Put,
	place: 'base' | 'pack',
	between: readonly AnyRow[] = []
): void {
	const { draft } = rules;
	const table = rootTable(draft, put.table);
	if (!table) return;
	const held = draft.find(put.table, put.row.id);
	if (held && !isNewer({ gen: draft.meta.gen, v: put.v }, held)) return;
	if (!scopesMeet(table.scopes(put.row), rules.after)) {
		// Read under scopes that a later answer of the same pull took away.
		if (held) draft.dropRoot(put.table, put.row.id);
		return;
	}
	draft.put(put.table, put.row, put.v, place);
	const isKnown = held?.gen === draft.meta.gen;
	const states = [...between, put.row];
	if (isKnown)
		states.forEach((now, at) => fitAudiences(rules, table, states[at - 1] ?? held.row, now));
	else if (held) draft.dropChildren(put.table, put.row.id, () => true);
	// A run brings the children of open roots itself, but not those of roots that open behind its back.
	const opens = table.isOpen(put.row) && !(isKnown && table.isOpen(held.row));
	const key = rowKey(put.table, put.row.id);
	if (place === 'base' && opens && !isToBeFetched(draft, key)) markMissed(rules, key);
}

/** Its children are here, or will be asked for. */
function isToBeFetched(draft: Draft, key: RowKey): boolean {
	const known = draft.completeness(key);
	return known !== undefined && !('unwanted' in known);
}

/**
 * Whenever a root's scopes or the cookie's change, its readable classes are computed anew: children of a lost class go,
 * and a gained class makes the root's children not here.
 */
function fitAudiences(rules: Rules, table: RootTable, old: AnyRow, now: AnyRow): void {
	const before = audiencesOf(rules, table, old, rules.before);
	const after = audiencesOf(rules, table, now, rules.after);
	if (after.some((audience) => !before.includes(audience))) {
		notHereAnyMore(rules, table.name, now.id);
		return;
	}
	const lost = before.filter((audience) => !after.includes(audience));
	if (lost.length === 0) return;
	rules.draft.dropChildren(table.name, now.id, (child, name) =>
		lost.includes(audienceOf(rules.draft, name, child))
	);
}

function audienceOf(draft: Draft, table: string, child: AnyRow): Audience {
	const found = draft.tableOf(table);
	return found?.kind === 'child' ? found.audience(child) : 'internal';
}

function notHereAnyMore(rules: Rules, table: string, id: string): void {
	rules.draft.dropChildren(table, id, () => true);
	markMissed(rules, rowKey(table, id));
}

/** The root's children are to be fetched, from an answer that is not older than this one or any before it. */
export function markMissed(rules: Rules, key: RowKey): void {
	const known = rules.draft.completeness(key);
	const before = known && 'missed' in known ? known.missed : 0;
	rules.draft.setComplete(key, { missed: Math.max(before, rules.v) });
}

/** A child put for a root that is not complete is dropped, and marks the root for fetching. */
export function putChild(rules: Rules, put: Put, place: 'base' | 'pack'): void {
	const { draft } = rules;
	const table = draft.tableOf(put.table);
	if (table?.kind !== 'child' || put.row.root === undefined) return;
	const root = draft.find(table.of, put.row.root);
	const parent = rootTable(draft, table.of);
	if (!root || !parent) return;
	const known = draft.completeness(rowKey(table.of, put.row.root));
	if (!known || 'missed' in known) {
		markMissed(rules, rowKey(table.of, put.row.root));
		return;
	}
	if (isReflected(rules, table.space, known.at, put.v)) return;
	if (!audiencesOf(rules, parent, root.row, rules.after).includes(table.audience(put.row))) return;
	const held = draft.find(put.table, put.row.id);
	if (held && !isNewer({ gen: draft.meta.gen, v: put.v }, held)) return;
	draft.put(put.table, put.row, put.v, place);
}

/**
 * The children were read whole at `at`, later than this answer or than the change: what is not here was removed since.
 * Versions of the other space do not compare with it.
 */
function isReflected(rules: Rules, space: Space, at: number, v: number): boolean {
	return rules.v < at || (space === 'main' && v <= at && rules.v !== at);
}

export function applyDel(rules: Rules, del: Del): void {
	const { draft } = rules;
	const held = draft.find(del.table, del.id);
	if (del.root === undefined) {
		if (held && !isNewer(held, { gen: draft.meta.gen, v: del.v }))
			draft.dropRoot(del.table, del.id);
		return;
	}
	const table = draft.tableOf(del.table);
	if (table?.kind !== 'child') return;
	if (held && !isNewer(held, { gen: draft.meta.gen, v: del.v })) draft.drop(del.table, del.id);
	if (!draft.isComplete(table.of, del.root) && draft.find(table.of, del.root))
		markMissed(rules, rowKey(table.of, del.root));
}

/**
 * The answer holds all readable children of a root as they stand at its version. It counts only for the very version of
 * the root that is held, and when no change to the children was dropped since the answer was read.
 */
export function completes(rules: Rules, complete: Complete): boolean {
	const { draft } = rules;
	const key = rowKey(complete.table, complete.id);
	const held = draft.find(complete.table, complete.id);
	const known = draft.completeness(key);
	if (!held || held.gen !== draft.meta.gen || held.v !== complete.v) return false;
	if (known && 'at' in known) return known.at < rules.v;
	return !known || known.missed <= rules.v;
}

/** Marks the root complete; its children are put right after. */
export function markComplete(rules: Rules, complete: Complete): void {
	rules.draft.dropChildren(complete.table, complete.id, () => true);
	rules.draft.setComplete(rowKey(complete.table, complete.id), { at: rules.v });
}

/** The cookie's scopes changed: what they no longer meet goes, and classes are computed anew. */
export function fitScopes(rules: Rules): void {
	const { draft } = rules;
	for (const table of draft.registry.tables) {
		if (table.kind !== 'root') continue;
		for (const id of draft.rootIds(table.name)) {
			const found = draft.find(table.name, id);
			if (!found || found.gen !== draft.meta.gen) continue;
			if (scopesMeet(table.scopes(found.row), rules.after))
				fitAudiences(rules, table, found.row, found.row);
			else draft.dropRoot(table.name, id);
		}
	}
}
