import { announcementPermissions } from '#domain/announcements/index.ts';
import { catalogPermissions } from '#domain/catalog/index.ts';
import { grantsOf, identityPermissions } from '#domain/identity/index.ts';
import { knowledgePermissions } from '#domain/knowledge/index.ts';
import { ticketPermissions } from '#domain/tickets/index.ts';
import { viewPermissions } from '#domain/views/index.ts';

/**
 * The permission table of all modules: printed in the documents, asked by screens, commands and the protocol. Apart from
 * the registry, so that a screen that asks it does not bring every command with it.
 */
export const grants = grantsOf([
	...identityPermissions,
	...knowledgePermissions,
	...announcementPermissions,
	...catalogPermissions,
	...ticketPermissions,
	...viewPermissions
]);
