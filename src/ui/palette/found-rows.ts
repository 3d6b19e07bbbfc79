import BookOpen from '@lucide/svelte/icons/book-open';
import TicketIcon from '@lucide/svelte/icons/ticket';
import User from '@lucide/svelte/icons/user';
import Zap from '@lucide/svelte/icons/zap';
import type { FoundRow } from '#client/index.ts';
import { person, type Person } from '#domain/identity/index.ts';
import { article, type Article } from '#domain/knowledge/index.ts';
import { macro, ticket, type Macro, type Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import type { Icon } from '#ui/kit/icon-type.ts';
import { labelOf, stateWords } from '#ui/tickets/ticket-words.ts';

/** A line of the palette that is a record. */
export interface FoundItem {
	readonly id: string;
	readonly label: string;
	/** Beside the label, quieter. */
	readonly hint: string;
	readonly icon: Icon;
	readonly run: () => void;
}

export interface FoundWays {
	/** Does the person work at the desk? Else a ticket is a request of their own. */
	readonly desk: boolean;
	readonly go: (href: string) => void;
	/** Absent where no ticket is open to run a macro on. */
	readonly onmacro?: ((macro: Macro) => void) | undefined;
}

export const searchedTables = [ticket.name, article.name, person.name, macro.name] as const;

export const headingOf: Readonly<Record<string, () => string>> = {
	[ticket.name]: m.palette_tickets,
	[article.name]: m.palette_articles,
	[person.name]: m.palette_people,
	[macro.name]: m.palette_macros
};

/** The record as a line; undefined for one that leads nowhere from here. */
export function foundItem({ table, row }: FoundRow, ways: FoundWays): FoundItem | undefined {
	const { go, desk, onmacro } = ways;
	const id = `${table}/${row.id}`;
	switch (table) {
		case ticket.name: {
			const found = row as unknown as Ticket;
			const hint = `${labelOf(found)} · ${stateWords(found.state)} · ${found.requesterName}`;
			const href = desk ? `/queue/${found.id}` : `/requests/${found.id}`;
			return { id, label: found.title, hint, icon: TicketIcon, run: () => go(href) };
		}
		case article.name: {
			const found = row as unknown as Article;
			const label = found.titles[0] ?? '';
			const run = () => go(`/knowledge/${found.id}`);
			return { id, label, hint: found.number ?? '', icon: BookOpen, run };
		}
		case person.name: {
			const found = row as unknown as Person;
			if (!desk) return undefined;
			const run = () => go(`/queue?view=all&requester=${encodeURIComponent(found.id)}`);
			return { id, label: found.name, hint: m.palette_tickets_of(), icon: User, run };
		}
		case macro.name: {
			const found = row as unknown as Macro;
			if (!onmacro || !found.active) return undefined;
			return { id, label: found.title, hint: '', icon: Zap, run: () => onmacro(found) };
		}
		default:
			return undefined;
	}
}
