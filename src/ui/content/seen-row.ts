import { baseOf, type JsonObject } from '#domain/kernel/index.ts';

/** What the person saw of a row before changing it: by hash for the server, and in full for this device. */
export function seenIn<Row extends { readonly id: string }>(
	table: { readonly name: string },
	row: Row,
	fields: readonly (keyof Row & string)[]
) {
	const values = Object.fromEntries(fields.map((name) => [name, row[name]])) as JsonObject;
	return { base: baseOf(row, fields), seen: { table: table.name, id: row.id, values } };
}
