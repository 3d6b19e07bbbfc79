import type { AccessRules, Actor, AnyRow, Scope, ScopeKinds } from '#domain/kernel/index.ts';
import { access, type Access } from '../schema.ts';
import { isWorkingSide, rolesHeld } from './roles.ts';

/** Subject of everything that no person asked for: reactions, jobs, the first set-up. */
export const SYSTEM = 'system';

export const systemActor: Actor = {
	subject: SYSTEM,
	name: 'Waypost',
	roles: ['system'],
	teams: [],
	scopes: new Set()
};

/**
 * Which children each kind of scope reads. Whoever sees a root as its requester sees public ones only; `kb:AUDIENCE` reads
 * what is published for that audience, `draft:AUDIENCE` also what is being written for it, `builders` also the forms in work.
 */
export const scopeKinds: ScopeKinds = {
	user: ['public'],
	catalog: ['public'],
	kb: ['public'],
	draft: ['public', 'internal'],
	builders: ['public', 'internal'],
	site: ['public'],
	act: ['public', 'internal'],
	team: ['public', 'internal'],
	desk: ['public', 'internal'],
	ops: ['public', 'internal'],
	admin: ['public', 'internal']
};

/** Whom an article can be for. */
export const knowledgeAudiences = ['everyone', 'staff', 'desk', 'ops'] as const;
export type KnowledgeAudience = (typeof knowledgeAudiences)[number];

const reads = (...audiences: KnowledgeAudience[]): Scope[] => audiences.map((one) => `kb:${one}`);
/** Those to whom work is assigned write down what they know, for the audiences that they belong to and for no other. */
const writes = (...audiences: KnowledgeAudience[]): Scope[] => [
	...reads(...audiences),
	...audiences.map((one) => `draft:${one}`)
];

const scopesByRole: Readonly<Record<string, readonly Scope[]>> = {
	requester: ['catalog', ...reads('everyone')],
	technician: writes('everyone', 'staff'),
	agent: ['desk', ...writes('everyone', 'staff', 'desk')],
	manager: ['desk', 'ops', 'builders', ...writes(...knowledgeAudiences)],
	engineer: ['ops', ...writes('everyone', 'staff', 'ops')],
	admin: ['admin', 'builders']
};

/**
 * Scopes that the person holds, sorted. An administrator does not read tickets by being one: that right belongs to
 * the desk, and taking it is a role change in the log.
 */
export function scopesOf(
	row: Pick<Access, 'id' | 'roles' | 'teams' | 'site' | 'active'>
): readonly Scope[] {
	if (!row.active) return [];
	const held = rolesHeld(row.roles);
	const scopes = new Set<Scope>([`user:${row.id}`]);
	for (const role of held) for (const scope of scopesByRole[role] ?? []) scopes.add(scope);
	if (row.site !== null && held.includes('requester')) scopes.add(`site:${row.site}`);
	if (isWorkingSide(held)) {
		scopes.add(`act:${row.id}`);
		for (const team of row.teams) scopes.add(`team:${team}`);
	}
	return [...scopes].sort();
}

/** The actor that a person is; somebody inactive has no role and no scope. */
export function actorOf(row: Access): Actor {
	const { id, name, active } = row;
	return {
		subject: id,
		name,
		roles: active ? rolesHeld(row.roles) : [],
		teams: active && isWorkingSide(row.roles) ? row.teams : [],
		scopes: new Set(scopesOf(row))
	};
}

const changesAccess: ReadonlySet<string> = new Set([
	'identity.editPerson',
	'identity.setRoles',
	'identity.setTeams',
	'identity.deactivate',
	'identity.reactivate'
]);

/** Subjects whose access row the command writes; a person who is being added has none to lock yet. */
function touchedBy(mutator: string, args: unknown): readonly string[] {
	if (!changesAccess.has(mutator) || typeof args !== 'object' || args === null) return [];
	const subject: unknown = 'person' in args ? args.person : undefined;
	return typeof subject === 'string' ? [subject] : [];
}

/** What the protocol asks of identity. `permits` spans all modules, so the registry gives it. */
export function accessRules(permits: AccessRules['permits']): AccessRules {
	// The registry hands over rows of `table` only, so they are access rows.
	const typed = (row: AnyRow) => row as unknown as Access;
	return {
		table: access,
		scopesOf: (row) => scopesOf(typed(row)),
		actorOf: (row) => actorOf(typed(row)),
		permits,
		touchedBy
	};
}
