import { describe, expect, it } from 'vitest';
import {
	canonicalJson,
	type Deed,
	type DomainEvent,
	type JsonObject
} from '#domain/kernel/index.ts';
import { ACCOUNT_EMAIL_QUEUE } from '#domain/reactions/index.ts';
import { failureCodes, registry } from '#domain/registry.ts';
import { ticket } from '#domain/tickets/index.ts';
import { seedCommands, seedIds, seedSignIns } from '#server/seed/company.ts';
import { company, Desk, NOW, runAs } from '#test/support/company.ts';

const seeded = await company();

function deedsAfter(events: readonly DomainEvent[]): readonly Deed[] {
	return registry.reactions.flatMap(({ on, then }) =>
		events.filter(({ name }) => name === on).flatMap(then)
	);
}

describe('the registry', () => {
	it('names tables, mutators, queries and reactions once each', () => {
		const { tables, mutators, queries, reactions } = registry;
		for (const list of [tables, mutators, queries, reactions]) {
			const names = list.map(({ name }) => name);
			expect(new Set(names).size).toBe(names.length);
		}
		for (const { name } of [...mutators, ...queries]) expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
	});

	it('every child hangs on a root of the same space', () => {
		for (const table of registry.tables) {
			if (table.kind !== 'child') continue;
			const root = registry.tables.find(({ name }) => name === table.of);
			expect(root).toMatchObject({ kind: 'root', space: table.space });
		}
	});

	it('every failure code says what the person can do', () => {
		for (const remedy of Object.values(failureCodes)) expect(remedy).toMatch(/^remedy_[a-z_]+$/);
	});
});

describe('the seed company', () => {
	it('is built by commands that are all applied, none of them in the future', () => {
		const commands = seedCommands(NOW);
		expect(commands.every(({ at }) => at <= NOW)).toBe(true);
		expect(new Set(commands.map(({ mid }) => mid)).size).toBe(commands.length);
		expect(seeded.all(ticket)).toHaveLength(25);
	});

	it('deterministic: the same commands give the same rows, and the same ids whenever it is planted', async () => {
		expect((await company()).dump()).toEqual(seeded.dump());
		const later = await company(NOW + 86_400_000);
		const ids = (store: typeof seeded) => store.all(ticket).map(({ id }) => id);
		expect(ids(later)).toEqual(ids(seeded));
	});

	it('has a sign-in for every role that people have', () => {
		const roles = seedSignIns().map(({ role }) => role);
		const expected = [
			'admin',
			'agent',
			'approver',
			'engineer',
			'manager',
			'requester',
			'technician'
		];
		expect(roles.sort()).toEqual(expected);
	});

	it('has heads that stay small: all roots in scope are on every device', () => {
		const sizes = seeded.all(ticket).map((row) => canonicalJson(Object.values(row)).length);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(512);
	});
});

describe('reactions', () => {
	it('a new ticket goes to the team of its catalogue item, and a second delivery changes nothing', async () => {
		const desk = new Desk(seeded.copy());
		const item = seedIds.item('network');
		const answers = [{ id: 'kind', value: 'vpn' }];
		const args = { kind: 'incident', title: 'VPN', catalogItem: item, answers };
		const { events } = await desk.run('clara', 'tickets.create', args);
		const deeds = deedsAfter(events);
		expect(deeds).toHaveLength(1);
		for (const mid of ['first', 'second']) {
			for (const deed of deeds) {
				if ('mutator' in deed) await runAs(desk.store, 'system', deed.mutator, deed.args, { mid });
			}
		}
		const [row] = desk.store.all(ticket).filter(({ title }) => title === 'VPN');
		expect(row).toMatchObject({ team: seedIds.team('platform'), state: 'assigned' });
	});

	it('without an item nobody is told', async () => {
		const desk = new Desk(seeded.copy());
		const { events } = await desk.run('clara', 'tickets.create', { kind: 'incident', title: 'x' });
		expect(deedsAfter(events)).toEqual([]);
	});

	it('a changed e-mail address calls for the account to follow, any other change does not', async () => {
		const desk = new Desk(seeded.copy());
		const edit = async (changes: JsonObject) => {
			const { events } = await desk.run('ada', 'identity.editPerson', {
				person: seedIds.person('rosa'),
				changes
			});
			return deedsAfter(events);
		};
		expect(await edit({ email: 'rk@alder-finch.example' })).toEqual([
			{ queue: ACCOUNT_EMAIL_QUEUE, payload: { subject: seedIds.person('rosa') } }
		]);
		expect(await edit({ name: 'Rosa K.' })).toEqual([]);
	});
});
