import type { Reaction } from '#domain/kernel/index.ts';

/** A new ticket goes to the team of its catalogue item. */
const routeNewTicket: Reaction = {
	name: 'route-new-ticket',
	on: 'tickets.created',
	then: ({ id, facts }) => {
		const team = facts?.['team'];
		return typeof team === 'string'
			? [{ mutator: 'tickets.route', args: { ticket: id, team } }]
			: [];
	}
};

export const reactions: readonly Reaction[] = [routeNewTicket];
