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

const follows = new Set<unknown>(['resolve', 'fulfil', 'reopen', 'cancel']);

/** What ends or reopens a ticket goes on to its children, and to those that were merged into it. */
const stepReachesFollowers: Reaction = {
	name: 'step-reaches-followers',
	on: 'tickets.moved',
	then: ({ id, facts }) => {
		const event = facts?.['event'];
		return typeof event === 'string' && follows.has(facts?.['verb'])
			? [{ mutator: 'tickets.followUp', args: { ticket: id, event } }]
			: [];
	}
};

/** A step that is taken back is taken back for them too. */
const undoReachesFollowers: Reaction = {
	name: 'undo-reaches-followers',
	on: 'tickets.stepUndone',
	then: ({ id, facts }) => {
		const event = facts?.['event'];
		return typeof event === 'string' && follows.has(facts?.['verb'])
			? [{ mutator: 'tickets.undoFollow', args: { ticket: id, event } }]
			: [];
	}
};

/** The requester of a merged ticket goes on writing there; the ticket that took it in hears of it. */
const answerWakesTarget: Reaction = {
	name: 'answer-wakes-target',
	on: 'tickets.sourceAnswered',
	then: ({ facts }) => {
		const into = facts?.['into'];
		return typeof into === 'string' ? [{ mutator: 'tickets.wake', args: { ticket: into } }] : [];
	}
};

export const reactions: readonly Reaction[] = [
	routeNewTicket,
	stepReachesFollowers,
	undoReachesFollowers,
	answerWakesTarget,
	moveSignIn
];
