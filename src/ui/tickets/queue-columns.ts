import { ticketColumns, type TicketColumn, type TicketSort } from '#domain/tickets/index.ts';

/** What a list shows unless its view says otherwise. */
export const USUAL_COLUMNS: readonly TicketColumn[] = [
	'number',
	'title',
	'state',
	'priority',
	'assignee',
	'opened'
];
/** Without them nobody knows which row is which. */
export const FIXED_COLUMNS: readonly TicketColumn[] = ['number', 'title'];

/** Pixels; the title takes what is left. */
const WIDTHS: Readonly<Record<TicketColumn, number>> = {
	number: 88,
	title: 180,
	requester: 124,
	state: 128,
	priority: 58,
	assignee: 112,
	team: 112,
	site: 104,
	tags: 112,
	kind: 72,
	opened: 56,
	updated: 68,
	waiting: 64
};
/** What a narrow pane keeps, most needed first: the state has its shape besides. */
const KEPT: readonly TicketColumn[] = [
	'title',
	'number',
	'priority',
	'assignee',
	'opened',
	'waiting',
	'updated',
	'requester',
	'team',
	'state',
	'site',
	'tags',
	'kind'
];
const SHAPE = 20;
const GAP = 10;
const PADDING = 26;

const isColumn = (name: string): name is TicketColumn =>
	(ticketColumns as readonly string[]).includes(name);

/** The columns of a view in its order; an empty list stands for the usual ones. */
export function columnsOf(names: readonly string[]): readonly TicketColumn[] {
	return names.length === 0 ? USUAL_COLUMNS : names.filter(isColumn);
}

/** Those of the columns that fit into `width` pixels, in their order. */
export function fittingColumns(
	columns: readonly TicketColumn[],
	width: number
): readonly TicketColumn[] {
	let left = width - SHAPE - PADDING;
	const kept = new Set<TicketColumn>();
	for (const column of KEPT.filter((name) => columns.includes(name))) {
		left -= WIDTHS[column] + GAP;
		if (left < 0 && kept.size > 1) break;
		kept.add(column);
	}
	return columns.filter((column) => kept.has(column));
}

/** The grid of a row: the shape of the state, then the columns. The title grows, or whatever stands first. */
export function gridOf(columns: readonly TicketColumn[]): string {
	const grows = columns.includes('title') ? 'title' : columns[0];
	const tracks = columns.map((column) =>
		column === grows ? 'minmax(0, 1fr)' : `${WIDTHS[column]}px`
	);
	return [`${SHAPE}px`, ...tracks].join(' ');
}

/** The orders that a press on a column's heading gives, in turn. */
export const sortsOfColumn: Readonly<Partial<Record<TicketColumn, readonly TicketSort[]>>> = {
	title: ['title', 'title_last'],
	requester: ['requester', 'requester_last'],
	state: ['state'],
	priority: ['priority', 'priority_last'],
	assignee: ['assignee'],
	opened: ['newest', 'oldest'],
	updated: ['updated', 'quiet'],
	waiting: ['waiting', 'moved']
};
