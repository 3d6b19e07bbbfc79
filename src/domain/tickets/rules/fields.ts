import type { FilterFields } from '#domain/filters/index.ts';
import { isOpenState, kinds, states } from '../lifecycle.ts';
import type { Ticket } from '../schema.ts';

const levels = ['1', '2', '3', '4', '5'] as const;
const levelText = (level: number) => levels[level - 1] ?? '';
const yesNo = ['yes', 'no'] as const;

/** What can be asked of a ticket, in the order of the filter bar. */
export const ticketFields = {
	phase: {
		kind: 'choice',
		options: ['open', 'over'],
		of: (row) => (isOpenState(row.kind, row.state) ? 'open' : 'over')
	},
	kind: { kind: 'choice', options: kinds, of: (row) => row.kind },
	state: { kind: 'choice', options: states, of: (row) => row.state },
	priority: { kind: 'choice', options: levels, of: (row) => levelText(row.priority) },
	assignee: { kind: 'ref', means: 'self', of: (row) => row.assignee },
	team: { kind: 'ref', means: 'team', of: (row) => row.team },
	requester: { kind: 'ref', means: 'self', of: (row) => row.requester },
	site: { kind: 'ref', means: 'row', of: (row) => row.site },
	item: { kind: 'ref', means: 'row', of: (row) => row.catalogItem },
	tags: { kind: 'tags', of: (row) => row.tags },
	vip: { kind: 'choice', options: yesNo, of: (row) => (row.vip ? 'yes' : 'no') },
	major: { kind: 'choice', options: yesNo, of: (row) => (row.major ? 'yes' : 'no') },
	reopened: { kind: 'choice', options: yesNo, of: (row) => (row.reopenCount > 0 ? 'yes' : 'no') },
	/** How long ago it was opened, touched, brought into its state. */
	opened: { kind: 'age', of: (row) => row.openedAt },
	updated: { kind: 'age', of: (row) => row.updatedAt },
	waiting: { kind: 'age', of: (row) => row.stateSince },
	text: {
		kind: 'text',
		of: [(row) => row.title, (row) => row.number, (row) => row.requesterName]
	}
} as const satisfies FilterFields<Ticket>;

/** What a list of tickets can show. */
export const ticketColumns = [
	'number',
	'title',
	'requester',
	'state',
	'priority',
	'assignee',
	'team',
	'site',
	'tags',
	'kind',
	'opened',
	'updated',
	'waiting'
] as const;
export type TicketColumn = (typeof ticketColumns)[number];
