import type { Ticket, Verb } from '#domain/tickets/index.ts';
import { act, type Saved, type TicketCommand } from './ticket-commands.ts';
import { doneWords } from './ticket-actions.ts';
import { labelOf } from './ticket-words.ts';

export type Told = { readonly code: string | null; readonly note: string | null };

/** A step of the lifecycle from the state that the person saw. */
export function stepCommand(row: Ticket, verb: Verb, told: Told): TicketCommand {
	return {
		name: 'tickets.transition',
		args: { ticket: row.id, verb, from: row.state, ...told }
	};
}

/** Takes a step of the lifecycle from the state that the person saw. */
export function step(
	row: Ticket,
	verb: Verb,
	told: Told = { code: null, note: null }
): Promise<Saved> {
	return act(stepCommand(row, verb, told), row, doneWords(verb, labelOf(row)));
}
