import { beforeEach, describe, expect, it } from 'vitest';
import { access, person } from '#domain/identity/index.ts';
import { baseOf, rowId } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import { seedIds } from '#server/seed/company.ts';
import { Desk } from '#test/support/company.ts';

const rosa = seedIds.person('rosa');
const ada = seedIds.person('ada');
const greta = seedIds.person('greta');
const newcomer = {
	name: 'Lea Park',
	email: 'lea@alder-finch.example',
	locale: 'en',
	timeZone: 'Europe/Berlin',
	site: null,
	vip: false,
	roles: ['agent', 'agent'],
	teams: []
};

let desk: Desk;
beforeEach(async () => {
	desk = await Desk.open();
});

describe('identity.addPerson', () => {
	it('adds the person and the access under one subject', async () => {
		expect(await desk.verdict('ada', 'identity.addPerson', newcomer, { mid: 'm' })).toBe('applied');
		const subject = rowId('m', person);
		expect(desk.store.row(person, subject)).toMatchObject({ name: 'Lea Park', staff: true });
		expect(desk.store.row(access, subject)).toMatchObject({ roles: ['agent'], active: true });
	});

	it.each([
		['a role that cannot be given', { roles: ['system'] }, 'invalid'],
		['a machine that is a person as well', { roles: ['agent', 'runner'] }, 'invalid'],
		['an unknown team', { teams: ['nowhere'] }, 'identity.team_unknown'],
		['an unknown site', { site: 'nowhere' }, 'identity.site_unknown'],
		['an unknown zone', { timeZone: 'Mars/Olympus' }, 'invalid'],
		['a blank name', { name: '  ' }, 'invalid'],
		['a field too many', { isAdmin: true }, 'invalid']
	])('refuses %s', async (_what, change, code) => {
		expect(await desk.verdict('ada', 'identity.addPerson', { ...newcomer, ...change })).toBe(code);
	});
});

describe('roles', () => {
	it('change scopes at once, in access and in what the desk sees', async () => {
		await desk.run('ada', 'identity.setRoles', { person: rosa, roles: ['technician'] });
		expect(desk.actor('rosa').scopes.has(`act:${rosa}`)).toBe(true);
		expect(desk.store.row(person, rosa).staff).toBe(true);
		await desk.run('ada', 'identity.deactivate', { person: rosa });
		expect([...desk.actor('rosa').scopes]).toEqual([]);
	});

	it('nobody takes the admin role or the account from themselves', async () => {
		const { verdict } = await desk.run('ada', 'identity.setRoles', {
			person: ada,
			roles: ['agent']
		});
		expect(verdict).toMatchObject({ failure: { code: 'identity.own_admin_role', field: 'roles' } });
		expect(await desk.verdict('ada', 'identity.deactivate', { person: ada })).toBe(
			'identity.own_account'
		);
	});

	it('SYNC-ISO: of two admins who remove each other the later one is no admin any more', async () => {
		await desk.run('ada', 'identity.setRoles', { person: greta, roles: ['admin'] });
		const stale = desk.actor('ada');
		const roles = { roles: ['agent'] };
		expect(await desk.verdict('greta', 'identity.setRoles', { person: ada, ...roles })).toBe(
			'applied'
		);
		const late = desk.verdict(
			'ada',
			'identity.setRoles',
			{ person: greta, ...roles },
			{ actor: stale }
		);
		expect(await late).toBe('forbidden');
		expect(desk.store.row(access, greta).roles).toEqual(['admin']);
	});

	it('the subjects that a command changes are known before it runs', () => {
		const { touchedBy } = registry.access;
		expect(touchedBy('identity.setRoles', { person: 'u' })).toEqual(['u']);
		expect(touchedBy('identity.addPerson', newcomer)).toEqual([]);
		expect(touchedBy('tickets.comment', { person: 'u' })).toEqual([]);
		for (const hostile of [null, 7, [], { person: { a: 1 } }]) {
			expect(touchedBy('identity.setRoles', hostile)).toEqual([]);
		}
	});
});

describe('identity.editPerson', () => {
	it('lets people change their own language and zone, nothing else and nobody else', async () => {
		const edit = (who: string, changes: Record<string, string | boolean>) =>
			desk.verdict('rosa', 'identity.editPerson', { person: who, changes });
		expect(await edit(rosa, { locale: 'en', timeZone: 'Europe/Lisbon' })).toBe('applied');
		expect(await edit(rosa, { vip: true })).toBe('forbidden');
		expect(await edit(ada, { locale: 'en' })).toBe('forbidden');
		expect(await edit(rosa, {})).toBe('invalid');
	});

	it('merges: a field that changed meanwhile is kept and named, a new name reaches access', async () => {
		const seen = desk.store.row(person, rosa);
		await desk.run('ada', 'identity.editPerson', {
			person: rosa,
			changes: { email: 'r@x.example' }
		});
		const base = baseOf(seen, ['email', 'name']);
		const changes = { email: 'mine@x.example', name: 'Rosa Groß' };
		const { verdict } = await desk.run(
			'ada',
			'identity.editPerson',
			{ person: rosa, changes },
			{ base }
		);
		expect(verdict).toEqual({ kind: 'merged', fields: ['email'] });
		expect(desk.store.row(person, rosa)).toMatchObject({ email: 'r@x.example', name: 'Rosa Groß' });
		expect(desk.store.row(access, rosa).name).toBe('Rosa Groß');
	});
});
