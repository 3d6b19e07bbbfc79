import { sameJson, type JsonObject } from '#domain/kernel/index.ts';

/** The fields in which `wanted` differs from the row that the person saw; undefined when in none. */
export function changedFields<Row extends object>(
	seen: Row,
	wanted: Partial<Row>
): { readonly names: readonly (keyof Row & string)[]; readonly changes: JsonObject } | undefined {
	const all = Object.keys(wanted) as (keyof Row & string)[];
	const names = all.filter((name) => !sameJson(wanted[name], seen[name]));
	if (names.length === 0) return undefined;
	const changes = Object.fromEntries(names.map((name) => [name, wanted[name]])) as JsonObject;
	return { names, changes };
}
