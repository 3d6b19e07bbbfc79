import {
	announcementLifecycle,
	announcementMutators,
	announcementQueries,
	announcementTables
} from '#domain/announcements/index.ts';
import { catalogMutators } from '#domain/catalog/index.ts';
import { catalogQueries, catalogTables } from '#domain/catalog/index.ts';
import {
	accessRules,
	identityMutators,
	identityQueries,
	identityTables,
	scopeKinds
} from '#domain/identity/index.ts';
import type { Registry } from '#domain/kernel/index.ts';
import {
	articleLifecycle,
	knowledgeMutators,
	knowledgeQueries,
	knowledgeTables
} from '#domain/knowledge/index.ts';
import { reactions } from '#domain/reactions/index.ts';
import {
	incidentLifecycle,
	requestLifecycle,
	ticketMutators,
	ticketQueries,
	ticketTables
} from '#domain/tickets/index.ts';
import { viewMutators, viewQueries, viewTables } from '#domain/views/index.ts';
import { grants } from './grants.ts';

export { failureCodes } from './failure-codes.ts';
export { grants } from './grants.ts';

/** The whole domain in one value. A new module adds its line to each list. */
export const registry: Registry = {
	tables: [
		...identityTables,
		...announcementTables,
		...knowledgeTables,
		...catalogTables,
		...ticketTables,
		...viewTables
	],
	mutators: [
		...identityMutators,
		...announcementMutators,
		...knowledgeMutators,
		...catalogMutators,
		...ticketMutators,
		...viewMutators
	],
	queries: [
		...identityQueries,
		...announcementQueries,
		...knowledgeQueries,
		...catalogQueries,
		...ticketQueries,
		...viewQueries
	],
	lifecycles: [announcementLifecycle, articleLifecycle, incidentLifecycle, requestLifecycle],
	reactions,
	scopeKinds,
	access: accessRules(grants.permits)
};
