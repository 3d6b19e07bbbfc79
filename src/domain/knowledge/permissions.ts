import { grantsOf, type PermissionRow } from '#domain/identity/index.ts';

type Reaches = PermissionRow['reach'];

/** Besides, the scopes decide: everybody writes and publishes for the audiences that they belong to only. */
const publishing: Reaches = { agent: 'any', engineer: 'any', manager: 'any', system: 'any' };

function on(verb: string, reach: Reaches): PermissionRow {
	return { permission: `knowledge.${verb}`, verb, kind: 'article', reach };
}

export const knowledgePermissions: readonly PermissionRow[] = [
	on('rate', { requester: 'any' }),
	on('write', { technician: 'any', ...publishing }),
	on('publish', publishing),
	on('receive_image', { system: 'any' })
];

export const knowledgeGrants = grantsOf(knowledgePermissions);
