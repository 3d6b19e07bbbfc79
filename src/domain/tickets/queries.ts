import * as v from 'valibot';
import { compileFilter, filterFailure, filterSchema, type Filter } from '#domain/filters/index.ts';
import {
	bool,
	defineQuery,
	instant,
	nullable,
	oneOf,
	type Actor,
	type Instant
} from '#domain/kernel/index.ts';
import { isOpenState, kinds } from './lifecycle.ts';
import { ticketFields } from './rules/fields.ts';
import { groupKeyOf, groups, sorts, ticketSort } from './rules/order.ts';
import { macro, type Macro } from './macro-schema.ts';
import { ticket, type Ticket } from './schema.ts';

/** The views that everybody has. */
export const views = ['open', 'mine', 'unassigned', 'team', 'all'] as const;
export type View = (typeof views)[number];

const isOpen = (row: Ticket) => isOpenState(row.kind, row.state);

/** The views that everybody has as filters, to start one of one's own from. */
export const viewFilters: Readonly<Record<View, Filter>> = {
	open: [{ field: 'phase', op: 'is', values: ['open'] }],
	mine: [
		{ field: 'phase', op: 'is', values: ['open'] },
		{ field: 'assignee', op: 'is', values: ['me'] }
	],
	unassigned: [
		{ field: 'phase', op: 'is', values: ['open'] },
		{ field: 'assignee', op: 'is', values: ['none'] }
	],
	team: [
		{ field: 'phase', op: 'is', values: ['open'] },
		{ field: 'team', op: 'is', values: ['mine'] }
	],
	all: []
};

const ticketFilter = v.pipe(
	filterSchema,
	v.check((filter) => filterFailure(ticketFields, filter) === null, 'filter.unsound')
);

/** What the actor's filter keeps; `at` is the instant from which ages count. */
export function ticketsKept(filter: Filter, actor: Actor, at: Instant): (row: Ticket) => boolean {
	return compileFilter<Ticket>(ticketFields, filter, { actor, at });
}

/**
 * The working side's list; what it may hold at all is decided by scopes. `filter` narrows the view further; `at` is
 * needed only by a filter over ages, and such a list is opened anew when its reader wants the ages to move on.
 */
export const queue = defineQuery({
	name: 'tickets.queue',
	table: ticket,
	args: v.strictObject({
		view: oneOf(views).schema,
		kind: nullable(oneOf(kinds)).schema,
		sort: oneOf(sorts).schema,
		filter: v.exactOptional(ticketFilter),
		group: v.exactOptional(nullable(oneOf(groups)).schema),
		at: v.exactOptional(instant().schema)
	}),
	where: ({ view, kind, filter = [], at = 0 }, actor) => {
		const all = [...viewFilters[view], ...filter];
		return ticketsKept(
			kind === null ? all : [...all, { field: 'kind', op: 'is', values: [kind] }],
			actor,
			at
		);
	},
	sort: ({ sort, group = null }) => ticketSort(sort, group),
	// The orders of the list's own menu; the others are made when first asked for.
	sorts: (['newest', 'oldest', 'priority', 'updated'] as const).map((sort) => ticketSort(sort)),
	group: ({ group = null }) => (group === null ? undefined : groupKeyOf(group))
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
	sort: () => ticketSort('updated')
});

/** Macros on offer, by title. */
export const macros = defineQuery({
	name: 'tickets.macros',
	table: macro,
	args: v.strictObject({ retired: v.exactOptional(bool().schema) }),
	where:
		({ retired = false }) =>
		(row) =>
			row.active !== retired,
	sort: () => ({
		id: 'title',
		key: (row: Macro) => row.title.toLowerCase(),
		descending: false
	})
});

export const ticketQueries = [queue, mine, macros] as const;
