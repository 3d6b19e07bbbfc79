import { grantsOf, type PermissionRow } from '#domain/identity/index.ts';

type Reaches = PermissionRow['reach'];

/** The working side: the desk everywhere, others where their team or they themselves have the ticket. */
const working: Reaches = {
	technician: 'team',
	engineer: 'team',
	agent: 'any',
	manager: 'any',
	system: 'any'
};

function on(verb: string, reach: Reaches): PermissionRow {
	return { permission: `tickets.${verb}`, verb, kind: 'ticket', reach };
}

export const ticketPermissions: readonly PermissionRow[] = [
	on('create', {
		requester: 'own',
		technician: 'any',
		engineer: 'any',
		agent: 'any',
		manager: 'any',
		system: 'any'
	}),
	// Take part at all; each step, class and field asks for its own permission besides.
	on('take_part', { requester: 'own', approver: 'team', ...working }),
	on('comment', { requester: 'own', approver: 'team', ...working }),
	on('note', { approver: 'team', ...working }),
	on('work', working),
	on('assign', working),
	on('edit', working),
	on('link', working),
	on('watch', working),
	on('approve', { approver: 'team', manager: 'any' }),
	on('confirm', { requester: 'own' }),
	on('withdraw', { requester: 'own' }),
	on('close', { agent: 'any', manager: 'any', system: 'any' }),
	on('reopen', { requester: 'own', ...working }),
	on('cancel', { agent: 'any', manager: 'any', system: 'any' }),
	on('merge', working),
	on('split', working),
	on('major', { engineer: 'team', agent: 'any', manager: 'any', system: 'any' }),
	// Macros: `own` things need no reach; shared ones a team's, or any for the whole desk.
	on('keep_macro', working),
	on('follow', { system: 'any' }),
	on('route', { system: 'any' }),
	on('receive_file', { system: 'any' })
];

export const ticketGrants = grantsOf(ticketPermissions);
