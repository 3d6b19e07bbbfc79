import { baseOf, type JsonObject } from '#domain/kernel/index.ts';
import { ticket, type Ticket } from '#domain/tickets/index.ts';

/**
 * What the person saw of a ticket before changing it: by hash for the server, and in full for this device alone, which
 * shows it when the change meets another one.
 */
export function seenOf(row: Ticket, fields: readonly (keyof Ticket & string)[]) {
	const values = Object.fromEntries(fields.map((name) => [name, row[name]])) as JsonObject;
	return { base: baseOf(row, fields), seen: { table: ticket.name, id: row.id, values } };
}
