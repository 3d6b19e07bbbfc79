import type { PermissionRow } from '#domain/identity/index.ts';

export const catalogPermissions: readonly PermissionRow[] = [
	{
		permission: 'catalog.manage',
		verb: 'manage',
		kind: 'catalog_item',
		reach: { manager: 'any', admin: 'any', system: 'any' }
	},
	{
		permission: 'catalog.count',
		verb: 'count',
		kind: 'catalog_item',
		reach: { system: 'any' }
	}
];
