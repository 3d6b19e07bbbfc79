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

/** Jobs `{subject}`: the account of this person takes the e-mail address that the person now has. */
export const ACCOUNT_EMAIL_QUEUE = 'account-email';

/** One signs in with the address that the directory shows. */
const moveSignIn: Reaction = {
	name: 'move-sign-in',
	on: 'identity.emailChanged',
	then: ({ id }) => [{ queue: ACCOUNT_EMAIL_QUEUE, payload: { subject: id } }]
};

export const reactions: readonly Reaction[] = [routeNewTicket, moveSignIn];
