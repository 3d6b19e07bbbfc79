import { derivedId, isRow, type Instant, type WriteTx } from '#domain/kernel/index.ts';
import { isOpenState, type State } from '../lifecycle.ts';
import type { Ticket } from '../schema.ts';
import { cadenceMs, ticketMajor } from '../work-schema.ts';

/** The one child `ticket_major` of a ticket. */
export function majorId(ticketId: string): string {
	return derivedId(ticketMajor.name, ticketId);
}

/** News is due while a major incident is open: the clock stops with the work and starts anew when it is taken up again. */
export async function noteMajorStep(
	tx: WriteTx,
	row: Ticket,
	to: State,
	at: Instant
): Promise<void> {
	const isOpen = isOpenState(row.kind, to);
	if (!row.major || isOpen === isOpenState(row.kind, row.state)) return;
	const facts = await tx.get(ticketMajor, majorId(row.id));
	if (!isRow(facts) || facts.isOver) return;
	const nextUpdateDue = isOpen ? at + cadenceMs(facts.cadence) : null;
	await tx.update(ticketMajor, facts.id, { nextUpdateDue });
}
