import type { Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';

/** What happens next with a request, in its requester's terms; `asks` when it waits for that very person. */
export type Next = { readonly text: string; readonly asks: boolean };

const PENDING: Readonly<Record<string, () => string>> = {
	requester: m.next_pending_requester,
	supplier: m.next_pending_supplier,
	part: m.next_pending_part,
	change: m.next_pending_change,
	appointment: m.next_pending_appointment
};

const says = (text: string, asks = false): Next => ({ text, asks });

function byWhom(
	who: string | null,
	named: (inputs: { who: string }) => string,
	team: () => string
): Next {
	return says(who ? named({ who }) : team());
}

/** @param row the head of the ticket as it stands on this device */
export function nextFor(row: Ticket): Next {
	switch (row.state) {
		case 'new':
			return says(m.next_new());
		case 'assigned':
			return byWhom(row.assigneeName, m.next_assigned, m.next_assigned_team);
		case 'in_progress':
			return byWhom(row.assigneeName, m.next_progress, m.next_progress_team);
		case 'pending':
			return says(
				PENDING[row.pendingReason ?? '']?.() ?? m.next_pending_supplier(),
				row.pendingReason === 'requester'
			);
		case 'resolved':
			return says(m.next_resolved(), true);
		case 'waiting_approval':
			return says(m.next_waiting_approval());
		case 'approved':
			return says(m.next_approved());
		case 'fulfilling':
			return byWhom(row.assigneeName, m.next_fulfilling, m.next_fulfilling_team);
		case 'fulfilled':
			return says(m.next_fulfilled(), true);
		case 'rejected':
			return says(m.next_rejected());
		case 'closed':
			return says(m.next_closed());
		case 'merged':
			return says(m.next_merged());
		case 'cancelled':
			return says(row.cancelReason === null ? m.next_withdrawn() : m.next_cancelled());
	}
}
