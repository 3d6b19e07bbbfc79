import type { Instant } from '#domain/kernel/index.ts';
import type { TicketGroup, TicketSort } from '#domain/tickets/index.ts';
import type { ViewShape } from '#domain/views/index.ts';

/** What the list is asked for: the view's filter over everything. `at`: only for a filter over ages. */
export function argsOf({ filter, group, sort }: ViewShape, at: Instant | undefined) {
	return {
		view: 'all' as const,
		kind: null,
		// A view is shown only when it is sound, see `viewFailure`.
		sort: sort as TicketSort,
		filter: [...filter],
		group: group as TicketGroup | null,
		...(at === undefined ? {} : { at })
	};
}
