import type { Json, JsonObject } from '#domain/kernel/index.ts';
import type { PersonKey, TeamKey } from './people.ts';

/** A command that furnishes the desk; `team` is filled in by the seed. */
export interface Furnishing {
	readonly key: string;
	readonly by: PersonKey;
	readonly mutator: string;
	readonly team?: TeamKey;
	readonly args: JsonObject;
}

const open = { field: 'phase', op: 'is', values: ['open'] };
const columns = ['number', 'title', 'requester', 'state', 'priority', 'assignee', 'updated'];

function view(
	key: string,
	by: PersonKey,
	team: TeamKey | undefined,
	args: JsonObject & { readonly filter: Json }
): Furnishing {
	const shared = { share: team ? 'team' : 'desk', of: 'ticket', columns, group: null };
	return {
		key: `view ${key}`,
		by,
		mutator: 'views.save',
		...(team ? { team } : {}),
		args: { ...shared, sort: 'priority', ...args }
	};
}

function macro(key: string, args: JsonObject): Furnishing {
	const shared = { share: 'desk', audience: 'public', deeds: {} };
	return {
		key: `macro ${key}`,
		by: 'greta',
		mutator: 'tickets.addMacro',
		args: { ...shared, ...args }
	};
}

export const furnishings: readonly Furnishing[] = [
	view('unassigned-urgent', 'malik', undefined, {
		name: 'Urgent and nobody has it',
		filter: [
			open,
			{ field: 'priority', op: 'is', values: ['1', '2', '3'] },
			{ field: 'assignee', op: 'is', values: ['none'] }
		]
	}),
	view('waiting', 'malik', undefined, {
		name: 'Waiting for more than two days',
		filter: [
			{ field: 'state', op: 'is', values: ['pending'] },
			{ field: 'waiting', op: 'over', values: ['2d'] }
		],
		sort: 'waiting'
	}),
	view('by-team', 'malik', undefined, {
		name: 'Open work by team',
		filter: [open],
		group: 'team'
	}),
	view('field-round', 'timo', 'field', {
		name: 'Field round',
		filter: [open, { field: 'team', op: 'is', values: ['mine'] }],
		group: 'site'
	}),
	{
		key: 'view own',
		by: 'greta',
		mutator: 'views.save',
		args: {
			share: 'private',
			of: 'ticket',
			name: 'Reopened, not by me',
			filter: [
				{ field: 'reopened', op: 'is', values: ['yes'] },
				{ field: 'assignee', op: 'not', values: ['me'] }
			],
			columns,
			group: null,
			sort: 'updated'
		}
	},
	macro('more', {
		title: 'Ask for more',
		body: 'Hello {{requester.firstName}},\n\nwe need a little more to help you: since when is it so, and what does the screen say?\n\n{{agent.firstName}}',
		deeds: { step: { verb: 'pend', code: 'requester', note: '' } }
	}),
	macro('password', {
		title: 'Password is reset',
		body: 'Hello {{requester.firstName}},\n\nyour account is unlocked. You can choose a new password at the next sign-in.\n\n{{agent.firstName}}',
		deeds: {
			addTags: ['password'],
			assignee: 'me',
			step: { verb: 'resolve', code: 'fixed', note: 'Account unlocked.' }
		}
	}),
	macro('thanks', {
		title: 'Thank you, we are on it',
		body: 'Hello {{requester.firstName}},\n\nthank you for {{ticket.number}}. We are looking into it.\n\n{{agent.firstName}}'
	}),
	macro('new-device', {
		title: 'Checklist for a new device',
		audience: 'internal',
		body: '',
		deeds: { checks: ['Asset label', 'Disk encrypted', 'Backup runs', 'Handed over in person'] }
	})
];

export const announcement = {
	key: 'announcement',
	by: 'malik',
	mutator: 'announcements.draft',
	args: {
		title: 'Order entry stops tonight from 20:00 to 21:00',
		words:
			'We bring in a correction. Please save what you are working on before 20:00. Scanners and telephones go on working.',
		severity: 'warning',
		concerns: 'everyone'
	}
} as const satisfies Furnishing;
