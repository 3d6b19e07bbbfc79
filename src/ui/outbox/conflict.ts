import type { Failure, Json, JsonObject } from '#domain/kernel/index.ts';
import type { Ticket, TicketEvent } from '#domain/tickets/index.ts';
import type { OutcomeField } from '#ui/kit/OutcomeCard.svelte';
import { fieldWords } from '#ui/tickets/ticket-words.ts';

/** The parts of an outcome that tell which fields met another change. */
export type Met = {
	readonly fields?: readonly string[];
	readonly failure?: Failure;
};

/** Fields that kept the other side's value: those of a merge, or all of a conflict. */
export function fieldsIn({ fields, failure }: Met): readonly string[] {
	if (fields && fields.length > 0) return fields;
	const named = failure?.code === 'conflict' ? failure.facts?.['fields'] : undefined;
	return Array.isArray(named) ? named.filter((name) => typeof name === 'string') : [];
}

/** What the person wanted, field by field: the changes of an edit, or the arguments themselves. */
export function wantedIn(args: unknown): JsonObject {
	if (typeof args !== 'object' || args === null) return {};
	const given = args as JsonObject;
	const { changes } = given;
	return typeof changes === 'object' && changes !== null && !Array.isArray(changes)
		? (changes as JsonObject)
		: given;
}

/** Who last changed the field, and when, as the ticket's timeline tells; undefined when it does not. */
export function changerOf(
	field: string,
	events: readonly TicketEvent[],
	me: string
): TicketEvent | undefined {
	return events
		.filter((event) => event.by !== me && event.fields.includes(field))
		.toSorted((one, other) => other.at - one.at)[0];
}

/**
 * The card's lines. `value` puts a field's value into words; `seen` is what the person saw before the change, as far as
 * this device still has it.
 */
export function conflictFields(conflict: {
	readonly met: Met;
	readonly args: unknown;
	readonly seen?: JsonObject | undefined;
	readonly row: Ticket;
	readonly events: readonly TicketEvent[];
	readonly me: string;
	readonly somebody: string;
	readonly value: (field: string, value: Json | undefined) => string;
}): readonly OutcomeField[] {
	const { row, seen, value } = conflict;
	const wanted = wantedIn(conflict.args);
	const current = row as unknown as JsonObject;
	return fieldsIn(conflict.met).map((field) => {
		const by = changerOf(field, conflict.events, conflict.me);
		return {
			field,
			label: fieldWords(field),
			mine: value(field, wanted[field]),
			theirs: value(field, current[field]),
			...(seen && field in seen ? { base: value(field, seen[field]) } : {}),
			who: by?.byName ?? conflict.somebody,
			at: by?.at ?? row.updatedAt
		};
	});
}
