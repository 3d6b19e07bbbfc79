import { announcementErrors } from '#domain/announcements/index.ts';
import { catalogErrors } from '#domain/catalog/index.ts';
import { filterErrors } from '#domain/filters/index.ts';
import { identityErrors } from '#domain/identity/index.ts';
import { knowledgeErrors } from '#domain/knowledge/index.ts';
import { ticketErrors } from '#domain/tickets/index.ts';
import { viewErrors } from '#domain/views/index.ts';

/** Every failure code that a command can give -> message key of what the person can do. */
export const failureCodes: Readonly<Record<string, string>> = {
	...identityErrors,
	...knowledgeErrors,
	...announcementErrors,
	...catalogErrors,
	...filterErrors,
	...ticketErrors,
	...viewErrors
};
