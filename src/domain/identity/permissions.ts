import { grantsOf, type PermissionRow } from './rules/permission-table.ts';

export const identityPermissions: readonly PermissionRow[] = [
	{
		permission: 'identity.manage',
		verb: 'manage',
		kind: 'person',
		reach: { admin: 'any', system: 'any' }
	},
	{
		// One's own language and time zone only; everything else about a person is `identity.manage`.
		permission: 'identity.editProfile',
		verb: 'edit',
		kind: 'person',
		reach: { requester: 'own', admin: 'any', system: 'any' }
	}
];

export const { may } = grantsOf(identityPermissions);
