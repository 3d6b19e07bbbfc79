import { goto } from '$app/navigation';
import { session } from '#client/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import type { MenuItem } from '#ui/kit/menu-item.ts';

/** Leads from a ticket to a new article about it, for those who write. */
export function writeArticleItems(row: Pick<Ticket, 'id'>): readonly MenuItem[] {
	if (!session.may('knowledge.write')) return [];
	const href = `/workshop/new?ticket=${row.id}`;
	return [{ label: m.writing_from_ticket_begin(), apart: true, onselect: () => void goto(href) }];
}
