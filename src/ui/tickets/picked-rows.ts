import type { Ticket } from '#domain/tickets/index.ts';

/** Selected rows by id, in the order of choosing. Never changed in place. */
export type PickedRows = ReadonlyMap<string, Ticket>;

export const nothingPicked: PickedRows = new Map();

/** With the row if it was not there, else without it; `most` rows at most. */
export function toggled(picked: PickedRows, row: Ticket, most: number): PickedRows {
	const rows = new Map(picked);
	if (!rows.delete(row.id) && rows.size < most) rows.set(row.id, row);
	return rows;
}

/** With all of these besides, up to `most`. */
export function withRows(picked: PickedRows, added: readonly Ticket[], most: number): PickedRows {
	const rows = new Map(picked);
	for (const row of added) if (rows.has(row.id) || rows.size < most) rows.set(row.id, row);
	return rows;
}
