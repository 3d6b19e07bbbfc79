import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	actorOf,
	grantsOf,
	roles,
	scopesOf,
	scopeKinds,
	type Access
} from '#domain/identity/index.ts';
import { scopeKind } from '#domain/kernel/index.ts';
import { grants, registry } from '#domain/registry.ts';

const ofPeople = roles.filter((role) => role !== 'monitor' && role !== 'runner');
const anyAccess: fc.Arbitrary<Access> = fc.record({
	id: fc.constantFrom('u1', 'u2'),
	name: fc.constant('N'),
	roles: fc.uniqueArray(fc.constantFrom(...ofPeople)),
	teams: fc.uniqueArray(fc.constantFrom('t1', 't2', 't3')),
	site: fc.constantFrom('s1', 's2', null),
	active: fc.boolean()
});
const anyTarget = fc.record({
	owner: fc.constantFrom('u1', 'u2', null),
	team: fc.constantFrom('t1', 't2', null),
	assignee: fc.constantFrom('u1', 'u2', null)
});
const anyPermission = fc.constantFrom(...grants.rows.map((row) => row.permission));

describe('the permission table', () => {
	it('has one line per permission, and every mutator and step has one', () => {
		const names = grants.rows.map((row) => row.permission);
		expect(new Set(names).size).toBe(names.length);
		const asked = [
			...registry.mutators.map((mutator) => mutator.permission),
			...registry.lifecycles.flatMap((one) => one.transitions.map((step) => step.permission))
		];
		expect(asked.filter((permission) => !names.includes(permission))).toEqual([]);
	});

	it('may implies permits; somebody inactive may nothing', () => {
		fc.assert(
			fc.property(anyAccess, anyPermission, anyTarget, (row, permission, target) => {
				const actor = actorOf(row);
				if (grants.may(actor, permission, target))
					expect(grants.permits(actor, permission)).toBe(true);
				if (!row.active) expect(grants.permits(actor, permission)).toBe(false);
			})
		);
	});

	it('a further role never takes a right away', () => {
		fc.assert(
			fc.property(
				anyAccess,
				fc.constantFrom(...ofPeople),
				anyPermission,
				anyTarget,
				(row, role, permission, target) => {
					const more = { ...row, roles: [...row.roles, role] };
					if (grants.may(actorOf(row), permission, target)) {
						expect(grants.may(actorOf(more), permission, target)).toBe(true);
					}
					for (const scope of scopesOf(row)) expect(scopesOf(more)).toContain(scope);
				}
			)
		);
	});

	it("own reaches only what is the actor's, team only what lies with the actor or a team of theirs", () => {
		const { may } = grantsOf([
			{ permission: 'p', verb: 'p', kind: 'k', reach: { requester: 'own', technician: 'team' } }
		]);
		const requester = actorOf({
			id: 'u1',
			name: '',
			roles: [],
			teams: ['t1'],
			site: null,
			active: true
		});
		const technician = actorOf({
			...requester,
			id: 'u2',
			roles: ['technician'],
			teams: ['t1'],
			site: null,
			active: true
		});
		expect(may(requester, 'p', { owner: 'u1' })).toBe(true);
		expect(may(requester, 'p', { owner: 'u2', team: 't1', assignee: 'u1' })).toBe(false);
		expect(may(technician, 'p', { owner: 'u1', team: 't1' })).toBe(true);
		expect(may(technician, 'p', { owner: 'u1', assignee: 'u2' })).toBe(true);
		expect(may(technician, 'p', { owner: 'u1', team: 't2', assignee: null })).toBe(false);
		expect(may(technician, 'p', {})).toBe(false);
		expect(may(technician, 'unknown', { team: 't1' })).toBe(false);
	});

	it('nobody holds the role of the system by asking for it', () => {
		expect(roles as readonly string[]).not.toContain('system');
	});
});

describe('SYNC-AUD: scopes of a person', () => {
	it('are none when inactive, name the person, and are all of a declared kind', () => {
		fc.assert(
			fc.property(anyAccess, (row) => {
				const scopes = scopesOf(row);
				if (!row.active) {
					expect(scopes).toEqual([]);
					return;
				}
				expect(scopes).toContain(`user:${row.id}`);
				for (const scope of scopes) expect(scopeKinds).toHaveProperty([scopeKind(scope)]);
				const ofOthers = scopes.filter(
					(scope) => /^(user|act):/.test(scope) && !scope.endsWith(row.id)
				);
				expect(ofOthers).toEqual([]);
			})
		);
	});

	it('whoever works at a site reads what concerns it; a machine works nowhere', () => {
		const at = (given: Access['roles']) =>
			scopesOf({ id: 'u', roles: given, teams: [], site: 's', active: true });
		expect(at(['requester'])).toEqual(['catalog', 'kb:everyone', 'site:s', 'user:u']);
		expect(at(['agent'])).toContain('site:s');
		expect(at(['monitor'])).toEqual(['user:u']);
	});

	it('a requester in a team reads no team tickets, a machine reads nothing, an admin no desk', () => {
		const of = (given: Access['roles']) =>
			scopesOf({ id: 'u', roles: given, teams: ['t'], site: null, active: true });
		expect(of(['requester'])).toEqual(['catalog', 'kb:everyone', 'user:u']);
		expect(of(['monitor'])).toEqual(['user:u']);
		expect(of(['admin'])).toEqual(['admin', 'builders', 'catalog', 'kb:everyone', 'user:u']);
		const work = (given: Access['roles']) =>
			of(given).filter((scope) => !/^(kb|draft):/.test(scope));
		expect(work(['technician'])).toEqual(['act:u', 'catalog', 'team:t', 'user:u']);
		expect(work(['agent'])).toEqual(['act:u', 'catalog', 'desk', 'team:t', 'user:u']);
	});
});
