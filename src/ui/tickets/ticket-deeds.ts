import { isFinal, isOpenState, type Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import type { TicketDialogName } from './ticket-dialogs.svelte.ts';

/** What can be done with a ticket besides the steps of its lifecycle: each has a dialog. */
export type TicketDeed = {
	readonly dialog: TicketDialogName;
	readonly label: string;
};

/** @param may whether the person has the permission on this ticket */
export function ticketDeeds(
	row: Ticket,
	may: (permission: string) => boolean
): readonly TicketDeed[] {
	const isOpen = isOpenState(row.kind, row.state);
	const deeds: readonly (false | TicketDeed)[] = [
		isOpen && may('tickets.assign') && { dialog: 'handOver', label: m.ticket_handover() },
		!isFinal(row.kind, row.state) &&
			may('tickets.edit') && { dialog: 'priority', label: m.ticket_priority_change() },
		may('tickets.link') && { dialog: 'link', label: m.ticket_do_link() },
		isOpen && !row.major && may('tickets.merge') && { dialog: 'merge', label: m.ticket_do_merge() },
		may('tickets.split') && { dialog: 'split', label: m.ticket_do_split() },
		row.kind === 'incident' &&
			isOpen &&
			!row.major &&
			may('tickets.major') && { dialog: 'declareMajor', label: m.major_do_declare() }
	];
	return deeds.filter((deed) => deed !== false);
}
