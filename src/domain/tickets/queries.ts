import * as v from 'valibot';
import { bool, defineQuery, nullable, oneOf, type Sort } from '#domain/kernel/index.ts';
import { isOpenState, kinds } from './lifecycle.ts';
import { ticket, type Ticket } from './schema.ts';

export const views = ['open', 'mine', 'unassigned', 'team', 'all'] as const;
export const sorts = ['newest', 'oldest', 'priority', 'updated'] as const;

const isOpen = (row: Ticket) => isOpenState(row.kind, row.state);

/** A day later than any instant: room to put (priority, age) into one number. */
const AFTER_ALL_TIME = 1e15;

const sortsById: Readonly<Record<(typeof sorts)[number], Sort<Ticket>>> = {
	newest: { id: 'newest', key: (row) => row.openedAt, descending: true },
	oldest: { id: 'oldest', key: (row) => row.openedAt, descending: false },
	// Most urgent first, and among equals who waits longest.
	priority: {
		id: 'priority',
		key: (row) => row.priority * AFTER_ALL_TIME + row.openedAt,
		descending: false
	},
	updated: { id: 'updated', key: (row) => row.updatedAt, descending: true }
};

/** The working side's list; what it may hold at all is decided by scopes. */
export const queue = defineQuery({
	name: 'tickets.queue',
	table: ticket,
	args: v.strictObject({
		view: oneOf(views).schema,
		kind: nullable(oneOf(kinds)).schema,
		sort: oneOf(sorts).schema
	}),
	where: ({ view, kind }, actor) => {
		const teams = new Set(actor.teams);
		const inView: Record<(typeof views)[number], (row: Ticket) => boolean> = {
			open: isOpen,
			mine: (row) => row.assignee === actor.subject && isOpen(row),
			unassigned: (row) => row.assignee === null && isOpen(row),
			team: (row) => row.team !== null && teams.has(row.team) && isOpen(row),
			all: () => true
		};
		const matches = inView[view];
		return (row) => (kind === null || row.kind === kind) && matches(row);
	},
	sort: ({ sort }) => sortsById[sort],
	sorts: Object.values(sortsById)
});

/** What the actor has asked for, last touched first; `open` leaves out what is over. */
export const mine = defineQuery({
	name: 'tickets.mine',
	table: ticket,
	args: v.strictObject({ open: bool().schema }),
	where:
		({ open }, actor) =>
		(row) =>
			row.requester === actor.subject && (!open || isOpen(row)),
	sort: () => sortsById.updated
});

export const ticketQueries = [queue, mine] as const;
