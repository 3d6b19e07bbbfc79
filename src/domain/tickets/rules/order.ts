import type { Sort, SortKey } from '#domain/kernel/index.ts';
import { kinds, states } from '../lifecycle.ts';
import type { Ticket } from '../schema.ts';

/** A day later than any instant (the year 10000), so that rank and instant make one number. */
const AFTER_ALL_TIME = 2.6e14;

interface Order {
	readonly descending: boolean;
	readonly of: (row: Ticket) => SortKey;
}

const up = (of: Order['of']): Order => ({ descending: false, of });
const down = (of: Order['of']): Order => ({ descending: true, of });
const stateRank = (row: Ticket) => states.indexOf(row.state);
// Most urgent first, and among equals who waits longest.
const urgency = (row: Ticket) => row.priority * AFTER_ALL_TIME + row.openedAt;
/** Names that are missing come last either way round: their order is that of a letter after all. */
const name = (text: string | null) => text?.toLowerCase() ?? '\uffff';

const orders = {
	priority: up(urgency),
	priority_last: down(urgency),
	newest: down((row) => row.openedAt),
	oldest: up((row) => row.openedAt),
	updated: down((row) => row.updatedAt),
	quiet: up((row) => row.updatedAt),
	waiting: up((row) => row.stateSince),
	moved: down((row) => row.stateSince),
	title: up((row) => name(row.title)),
	title_last: down((row) => name(row.title)),
	requester: up((row) => name(row.requesterName)),
	requester_last: down((row) => name(row.requesterName)),
	assignee: up((row) => name(row.assigneeName)),
	state: up((row) => stateRank(row) * AFTER_ALL_TIME + row.openedAt)
} as const satisfies Readonly<Record<string, Order>>;

export type TicketSort = keyof typeof orders;
export const sorts = Object.keys(orders) as [TicketSort, ...TicketSort[]];

/** Heading under which a row stands; the empty text is the heading of those without one (nobody, no team). */
const groupOf = {
	kind: (row: Ticket) => row.kind,
	state: (row: Ticket) => row.state,
	priority: (row: Ticket) => `${row.priority}`,
	assignee: (row: Ticket) => row.assignee ?? '',
	team: (row: Ticket) => row.team ?? '',
	requester: (row: Ticket) => row.requester,
	site: (row: Ticket) => row.site ?? ''
} as const;

export type TicketGroup = keyof typeof groupOf;
export const groups = Object.keys(groupOf) as [TicketGroup, ...TicketGroup[]];

/** Headings that have an order of their own; the others stand in that of their names or ids, those without first. */
const rankOf: Readonly<Partial<Record<TicketGroup, (row: Ticket) => number>>> = {
	kind: (row) => kinds.indexOf(row.kind),
	state: stateRank,
	priority: (row) => row.priority
};
const headingOf: Readonly<Partial<Record<TicketGroup, (row: Ticket) => string>>> = {
	assignee: (row) => (row.assignee === null ? '' : `${name(row.assigneeName)} ${row.assignee}`),
	requester: (row) => `${name(row.requesterName)} ${row.requester}`
};

export function groupKeyOf(group: TicketGroup): (row: Ticket) => string {
	return groupOf[group];
}

/** Digits of the largest key, so that numbers compare as texts. */
const DIGITS = 16;

function withinGroup({ of, descending }: Order): (row: Ticket) => string {
	return (row) => {
		const key = of(row);
		// A list runs one way: within an ascending order of headings a descending key is counted from the far end.
		if (typeof key === 'string') return key;
		const placed = descending ? Number.MAX_SAFE_INTEGER - key : key;
		return String(Math.floor(placed)).padStart(DIGITS, '0');
	};
}

/**
 * The order of a list, its headings first where it is grouped. Grouped lists keep descending texts ascending within a
 * heading: a text has no far end to count from.
 */
export function ticketSort(sort: TicketSort, group: TicketGroup | null = null): Sort<Ticket> {
	const order: Order = orders[sort];
	if (group === null) return { id: sort, key: order.of, descending: order.descending };
	const rank = rankOf[group];
	const heading = headingOf[group] ?? groupOf[group];
	const inside = withinGroup(order);
	return {
		id: `${group}>${sort}`,
		key: (row) => `${rank ? String(rank(row)).padStart(2, '0') : heading(row)}\u0000${inside(row)}`,
		descending: false
	};
}
