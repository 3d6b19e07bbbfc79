import { grantsOf, type PermissionRow } from '#domain/identity/index.ts';

export const viewPermissions: readonly PermissionRow[] = [
	{
		// One's own need no reach; a team's or the desk's do.
		permission: 'views.keep',
		verb: 'keep',
		kind: 'saved_view',
		reach: {
			technician: 'team',
			engineer: 'team',
			approver: 'team',
			agent: 'any',
			manager: 'any',
			system: 'any'
		}
	}
];

export const viewGrants = grantsOf(viewPermissions);
