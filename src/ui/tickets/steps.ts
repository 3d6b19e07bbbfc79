import type { Ticket, Verb } from '#domain/tickets/index.ts';
import { act, type Saved } from './ticket-commands.ts';
import { doneWords } from './ticket-actions.ts';
import { labelOf } from './ticket-words.ts';

export type Told = { readonly code: string | null; readonly note: string | null };

/** Takes a step of the lifecycle from the state that the person saw. */
export function step(
	row: Ticket,
	verb: Verb,
	told: Told = { code: null, note: null }
): Promise<Saved> {
	const args = { ticket: row.id, verb, from: row.state, ...told };
	return act({ name: 'tickets.transition', args }, row, doneWords(verb, labelOf(row)));
}
