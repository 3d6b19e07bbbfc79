import { catalogErrors, catalogMutators, catalogPermissions } from '#domain/catalog/index.ts';
import { catalogQueries, catalogTables } from '#domain/catalog/index.ts';
import {
	accessRules,
	grantsOf,
	identityErrors,
	identityMutators,
	identityPermissions,
	identityQueries,
	identityTables,
	scopeKinds
} from '#domain/identity/index.ts';
import type { Registry } from '#domain/kernel/index.ts';
import { reactions } from '#domain/reactions/index.ts';
import {
	incidentLifecycle,
	requestLifecycle,
	ticketErrors,
	ticketMutators,
	ticketPermissions,
	ticketQueries,
	ticketTables
} from '#domain/tickets/index.ts';

/** The permission table of all modules: printed in the documents, asked by screens, commands and the protocol. */
export const grants = grantsOf([
	...identityPermissions,
	...catalogPermissions,
	...ticketPermissions
]);

/** Every failure code that a command can give -> message key of what the person can do. */
export const failureCodes: Readonly<Record<string, string>> = {
	...identityErrors,
	...catalogErrors,
	...ticketErrors
};

/** The whole domain in one value. A new module adds its line to each list. */
export const registry: Registry = {
	tables: [...identityTables, ...catalogTables, ...ticketTables],
	mutators: [...identityMutators, ...catalogMutators, ...ticketMutators],
	queries: [...identityQueries, ...catalogQueries, ...ticketQueries],
	lifecycles: [incidentLifecycle, requestLifecycle],
	reactions,
	scopeKinds,
	access: accessRules(grants.permits)
};
