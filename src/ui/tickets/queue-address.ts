import { kinds, sorts, views, type Kind } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';

export type QueueView = (typeof views)[number];
export type QueueSort = (typeof sorts)[number];

/** What the queue shows; all of it lives in the address. */
export type QueueChoice = {
	readonly view: QueueView;
	readonly sort: QueueSort;
	readonly kind: Kind | null;
};

const usual: QueueChoice = { view: 'open', sort: 'priority', kind: null };

function among<Option extends string>(
	options: readonly Option[],
	value: string | null
): Option | undefined {
	return options.find((option) => option === value);
}

/** Reads an address; what it does not know counts as not said. */
export function queueChoiceOf(query: URLSearchParams): QueueChoice {
	return {
		view: among(views, query.get('view')) ?? usual.view,
		sort: among(sorts, query.get('sort')) ?? usual.sort,
		kind: among(kinds, query.get('kind')) ?? null
	};
}

/** The address of a choice, with a ticket open beside it where one is given; says only what is not usual. */
export function queueHref(choice: QueueChoice, ticket?: string): string {
	const query = new URLSearchParams();
	if (choice.view !== usual.view) query.set('view', choice.view);
	if (choice.sort !== usual.sort) query.set('sort', choice.sort);
	if (choice.kind !== null) query.set('kind', choice.kind);
	const path = ticket === undefined ? '/queue' : `/queue/${ticket}`;
	return query.size === 0 ? path : `${path}?${query.toString()}`;
}

const VIEWS: Readonly<Record<QueueView, () => string>> = {
	open: m.queue_view_open,
	mine: m.queue_view_mine,
	unassigned: m.queue_view_unassigned,
	team: m.queue_view_team,
	all: m.queue_view_all
};
const SORTS: Readonly<Record<QueueSort, () => string>> = {
	priority: m.queue_sort_priority,
	newest: m.queue_sort_newest,
	oldest: m.queue_sort_oldest,
	updated: m.queue_sort_updated,
	quiet: m.queue_sort_quiet,
	waiting: m.queue_sort_waiting,
	moved: m.queue_sort_moved,
	priority_last: m.queue_sort_priority_last,
	title: m.queue_sort_title,
	title_last: m.queue_sort_title_last,
	requester: m.queue_sort_requester,
	requester_last: m.queue_sort_requester_last,
	assignee: m.queue_sort_assignee,
	state: m.queue_sort_state
};

export const viewWords = (view: QueueView): string => VIEWS[view]();
export const sortWords = (sort: QueueSort): string => SORTS[sort]();

export function kindWords(kind: Kind | null): string {
	if (kind === null) return m.kind_any();
	return kind === 'incident' ? m.kind_incident() : m.kind_request();
}
