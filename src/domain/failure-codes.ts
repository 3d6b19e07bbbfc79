import { catalogErrors } from '#domain/catalog/index.ts';
import { identityErrors } from '#domain/identity/index.ts';
import { knowledgeErrors } from '#domain/knowledge/index.ts';
import { ticketErrors } from '#domain/tickets/index.ts';

/** Every failure code that a command can give -> message key of what the person can do. */
export const failureCodes: Readonly<Record<string, string>> = {
	...identityErrors,
	...knowledgeErrors,
	...catalogErrors,
	...ticketErrors
};
