import { describe, expect, it } from 'vitest';
import { Account } from '#client/account.ts';
import { DataLink, type OpenedWorker } from '#client/data-link.ts';
import { DevicePersonStore } from '#client/device-person.ts';
import { rights } from '#client/rights.ts';
import { Session } from '#client/session.svelte.ts';
import type { TabUpdate } from '#store/index.ts';
import type { DataWorker } from '#workers/contracts/data-worker.ts';

const ann = { subject: 'ann', name: 'Ann', roles: ['agent'] };
const bob = { subject: 'bob', name: 'Bob', roles: ['requester'] };
const access = { id: 'ann', name: 'Ann B.', roles: ['agent'], teams: [], active: true };

type Who = typeof ann | 'nobody' | 'away';

function json(status: number, body: unknown): Response {
	return new Response(JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/json' }
	});
}

/** A device with a server that knows `who` is signed in. */
function setUp(given: {
	who: Who;
	stored?: Map<string, string>;
	owners?: string[];
	unsent?: number;
}) {
	const world = {
		who: given.who,
		asked: [] as string[],
		erased: [] as string[],
		unsent: given.unsent ?? 0
	};
	const stored = given.stored ?? new Map<string, string>();
	const workers: { subject: string; tell: (update: TabUpdate) => void; ended: boolean }[] = [];
	let watched = 0;
	const link = new DataLink(async (subject, tell): Promise<OpenedWorker> => {
		const worker = { subject, tell, ended: false };
		workers.push(worker);
		const data = {
			unsent: async () => world.unsent,
			kick: async () => undefined,
			close: async () => undefined,
			openRecord: async (id: number) => void (watched = id)
		} as unknown as DataWorker;
		return { data, opened: Promise.resolve(), end: () => (worker.ended = true) };
	});
	const account = new Account(async (_, { method = 'GET' } = {}) => {
		world.asked.push(method);
		if (world.who === 'away') throw new TypeError('Failed to fetch');
		if (method === 'DELETE') return new Response(null, { status: 204 });
		if (world.who === 'nobody') return json(401, { error: { code: 'wrong_credentials' } });
		return json(200, world.who);
	});
	const device = new DevicePersonStore({
		getItem: (key) => stored.get(key) ?? null,
		setItem: (key, value) => void stored.set(key, value),
		removeItem: (key) => void stored.delete(key)
	});
	const session = new Session({
		account,
		device,
		link,
		loadRights: async () => rights,
		erase: async (subject) => void world.erased.push(subject),
		owners: async () => given.owners ?? [],
		forget: () => undefined
	});
	const settle = async () => {
		for (let i = 0; i < 20; i++) await Promise.resolve();
	};
	const tellAccess = () =>
		workers.at(-1)?.tell({
			records: [
				{
					id: watched,
					state: { kind: 'row', row: access, sync: { kind: 'received' }, complete: true }
				}
			]
		});
	return { session, world, stored, workers, device, settle, tellAccess };
}

const knowing = (person: { subject: string; name: string }) =>
	new Map([['waypost.person', JSON.stringify(person)]]);

describe('a start', () => {
	it('with somebody known does not wait for the server', async () => {
		const { session, workers } = setUp({ who: 'away', stored: knowing(ann) });
		await session.start();
		expect([session.state, session.person?.subject, session.expired]).toEqual([
			'signed_in',
			'ann',
			false
		]);
		expect(workers.map(({ subject }) => subject)).toEqual(['ann']);
	});

	it('after a kill that took `localStorage` along finds whose data is here', async () => {
		const { session } = setUp({ who: 'away', owners: ['ann'] });
		await session.start();
		expect([session.state, session.person?.subject]).toEqual(['signed_in', 'ann']);
	});

	it.each([
		['nobody known and no way', { who: 'away' as const }],
		['nobody known and nobody signed in', { who: 'nobody' as const }],
		['the data of two', { who: 'away' as const, owners: ['ann', 'bob'] }]
	])('with %s asks for a sign-in', async (_, given) => {
		const { session, workers } = setUp(given);
		await session.start();
		expect([session.state, workers.length]).toEqual(['signed_out', 0]);
	});

	it('SYNC-P11: an old session leaves the person at work and says so', async () => {
		const { session, settle } = setUp({ who: 'nobody', stored: knowing(ann) });
		await session.start();
		await settle();
		expect([session.state, session.expired]).toEqual(['signed_in', true]);
	});

	it('SYNC-P12: the session of somebody else opens that person, not the last one', async () => {
		const { session, settle, workers } = setUp({ who: bob, stored: knowing(ann) });
		await session.start();
		await settle();
		expect(session.person?.subject).toBe('bob');
		expect(workers.map(({ subject, ended }) => [subject, ended])).toEqual([
			['ann', true],
			['bob', false]
		]);
	});
});

describe('signing in', () => {
	it('remembers subject and name, and nothing else', async () => {
		const { session, stored } = setUp({ who: ann });
		expect(await session.signIn('ann@example.org', 'secret')).toBeNull();
		expect(session.state).toBe('signed_in');
		expect([...stored]).toEqual([['waypost.person', '{"subject":"ann","name":"Ann"}']]);
	});

	it.each([
		['nobody' as const, 'wrong_credentials'],
		['away' as const, 'offline']
	])('with %s answers %s', async (who, code) => {
		const { session } = setUp({ who });
		expect(await session.signIn('ann@example.org', 'wrong')).toMatchObject({ code });
	});

	it('may: decided by the own access row, and nothing before it is here', async () => {
		const { session, tellAccess } = setUp({ who: ann });
		await session.signIn('ann@example.org', 'secret');
		expect(session.may('tickets.create')).toBe(false);
		tellAccess();
		expect(session.person).toEqual({
			subject: 'ann',
			name: 'Ann B.',
			roles: ['requester', 'agent']
		});
		expect(session.may('identity.manage')).toBe(false);
		expect(session.may('identity.editProfile', { owner: 'ann' })).toBe(true);
		expect(session.may('identity.editProfile', { owner: 'bob' })).toBe(false);
	});
});

describe('UX-24: signing out', () => {
	it('refuses while work is unsent, and changes nothing', async () => {
		const { session, world, stored } = setUp({ who: ann, unsent: 3 });
		await session.signIn('ann@example.org', 'secret');
		expect(await session.signOut('refuse')).toEqual({ unsent: 3 });
		expect([session.state, world.erased, stored.size]).toEqual(['signed_in', [], 1]);
	});

	it('takes the data along, also when the work is given up', async () => {
		const { session, world, stored, workers } = setUp({ who: ann, unsent: 3 });
		await session.signIn('ann@example.org', 'secret');
		expect(await session.signOut('discard')).toBeNull();
		expect([session.state, session.person, session.actor]).toEqual(['signed_out', null, null]);
		expect([world.erased, stored.size, workers[0]?.ended]).toEqual([['ann'], 0, true]);
	});

	it('without a way the server is told at the next start, before it is asked who this is', async () => {
		const { session, world, stored } = setUp({ who: ann });
		await session.signIn('ann@example.org', 'secret');
		world.who = 'away';
		await session.signOut('refuse');
		const next = setUp({ who: ann, stored });
		await next.session.start();
		expect(next.world.asked).toEqual(['DELETE', 'GET']);
		expect(next.device.owesSignOut).toBe(false);
	});

	it('in another tab signs this one out', async () => {
		const { session, stored } = setUp({ who: ann });
		await session.signIn('ann@example.org', 'secret');
		stored.clear();
		session.followDevice();
		expect(session.state).toBe('signed_out');
	});
});
