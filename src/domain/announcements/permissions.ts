import type { PermissionRow } from '#domain/identity/index.ts';

export const announcementPermissions: readonly PermissionRow[] = [
	{
		permission: 'announcements.manage',
		verb: 'manage',
		kind: 'announcement',
		reach: { agent: 'any', manager: 'any', admin: 'any', system: 'any' }
	}
];
