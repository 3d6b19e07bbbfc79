/**
 * Identity: who there is, and who may do what.
 *
 * person - somebody (or a machine) with a name; subject - the id of a person, for ever, and never a token;
 * access - the roles and teams of a subject, one row per person; role - a kind of work; team - a group that work is
 * given to; site - a place; staff - a person to whom work can be assigned; permission - the name of a
 * `verb on kind where reach`; reach - on which rows a role may use it: `any`, `team` (the actor's teams, or assigned to
 * the actor) or `own` (made for the actor); grants - rows of the permission table;
 * share - whom a thing that a person keeps is for.
 */
export { identityErrors } from './errors.ts';
export {
	addPerson,
	addSite,
	addTeam,
	deactivate,
	editPerson,
	identityMutators,
	reactivate,
	setRoles,
	setTeams
} from './mutators.ts';
export { identityPermissions } from './permissions.ts';
export { identityQueries, people, sites, teams } from './queries.ts';
export {
	accessRules,
	actorOf,
	knowledgeAudiences,
	scopeKinds,
	scopesOf,
	systemActor,
	SYSTEM,
	type KnowledgeAudience
} from './rules/access.ts';
export {
	grantsOf,
	type Grants,
	type PermissionRow,
	type Reach,
	type Target
} from './rules/permission-table.ts';
export { roles, type GrantableRole, type Role } from './rules/roles.ts';
export {
	mayKeep,
	sharedScopes,
	shares,
	sharingFields,
	type Share,
	type Shared
} from './rules/sharing.ts';
export { access, identityTables, person, site, team } from './schema.ts';
export type { Access, Person, Site, Team } from './schema.ts';
