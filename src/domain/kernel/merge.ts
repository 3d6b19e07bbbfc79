import { merged, rejected, type Verdict } from './failure.ts';
import { valueHash } from './hash.ts';
import { sameJson } from './json.ts';

/**
 * Field-wise merge of what a person changed into the row as it stands (SYNC.md sections 4 and 6). A field whose value
 * is no longer the one that the person saw keeps the other side's value (the first commit wins) and is named in
 * `kept`; an equal value is no conflict. Fields of one group stand or fall together. Nothing applied = conflict.
 */
export function mergeFields<Row extends object>(
	row: Row,
	changes: Partial<Row>,
	base: Readonly<Record<string, string>>,
	groups: readonly (readonly (keyof Row & string)[])[] = []
): { readonly patch: Partial<Row>; readonly kept: readonly string[]; readonly verdict: Verdict } {
	const names = Object.keys(changes) as (keyof Row & string)[];
	const clashes = new Set<string>(
		names.filter((name) => isClash(row[name], changes[name], base[name]))
	);
	for (const group of groups) {
		if (group.some((name) => clashes.has(name))) {
			for (const name of group) if (names.includes(name)) clashes.add(name);
		}
	}
	const patch: Partial<Row> = {};
	for (const name of names) if (!clashes.has(name)) patch[name] = changes[name] as Row[typeof name];
	const kept = names.filter((name) => clashes.has(name)).sort();
	const nothingApplied = kept.length > 0 && kept.length === names.length;
	return {
		patch,
		kept,
		verdict: nothingApplied ? rejected('conflict', kept[0], { fields: kept }) : merged(kept)
	};
}

function isClash(current: unknown, wanted: unknown, seen: string | undefined): boolean {
	// A change without a base was made blind (an API caller, say): it means the value as it stands.
	return seen !== undefined && !sameJson(current, wanted) && valueHash(current) !== seen;
}

/** The `base` of a change: what the person saw, by hash, so that old content never travels. */
export function baseOf<Row extends object>(
	row: Row,
	fields: readonly (keyof Row & string)[]
): Record<string, string> {
	return Object.fromEntries(fields.map((name) => [name, valueHash(row[name])]));
}
