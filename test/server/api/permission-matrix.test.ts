/**
 * Every endpoint, as every role, for rows that the role may not see: what was planted in them never appears in a byte that
 * is answered, and what is forged is refused like what does not exist (issue section 3.4).
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '#domain/registry.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PullAnswer, PushAnswer } from '#sync/protocol/index.ts';
import type { Company } from '#test/support/api.ts';
import { answerOf, type Caller } from '#test/support/caller.ts';
import { readLive } from '#test/support/live.ts';
import { asks, commandsOn, endpoints, namesNobody, plain, writing } from './endpoint-asks.ts';
import {
	canaries,
	canary,
	expectDone,
	expectOnly,
	foreignScopes,
	plantSecret,
	readerFor,
	roles,
	type Ids,
	type SecretTicket
} from './secret-ticket.ts';

let world: SecretTicket;
let company: Company;
const caller = (role: string): Caller => world.caller(role);

beforeAll(async () => {
	world = await plantSecret();
	company = world.company;
});
afterAll(() => company.end());

/** The secret, without what the role may know of all the same. */
function notOf(role: string): Ids {
	const { secret, nothing } = world;
	const { reads } = readerFor(role);
	return {
		...secret,
		...(reads.includes('person') ? { person: nothing.person } : {}),
		...(reads.includes('revision') ? { revised: nothing.revised } : {}),
		...(reads.includes('news') ? { news: nothing.news } : {}),
		item: nothing.item
	};
}

describe('the matrix', () => {
	it('has a line for every endpoint and every command', () => {
		expect(Object.keys(asks).sort()).toEqual([...endpoints()].sort());
		const named = [...Object.keys(commandsOn(world.nothing)), ...namesNobody];
		expect(named.sort()).toEqual(registry.mutators.map(({ name }) => name).sort());
	});

	/** Open to all by their nature, and telling nothing about rows. */
	const open = ['POST /api/session', 'fallback /api/[...path]', 'GET /healthz', 'POST /share'];

	it('SYNC-AUD: without a session, or with a forged one, every endpoint answers the same refusal', async () => {
		const [name = '', value = ''] = caller('agent').cookie.split('=');
		const forged = [
			'',
			`${name}=${'a'.repeat(value.length)}`,
			`${name}=${value.slice(0, -6)}AAAAA%3D`
		];
		for (const endpoint of endpoints().filter((each) => !open.includes(each))) {
			const [method = '', path = ''] = endpoint.split(' ');
			const { photoHash, photo } = world.secret;
			const url = path.replace('[hash]', photoHash).replace('[name]', 'tickets.watch');
			for (const cookie of forged) {
				const body =
					method === 'POST' ? JSON.stringify({ ticket: world.secret.ticket }) : undefined;
				const response = await fetch(
					`${company.app.address}${url}?table=ticket_attachment&id=${photo}`,
					{
						method,
						headers: {
							cookie,
							'content-type': 'application/json',
							'idempotency-key': randomUUID()
						},
						...(body === undefined ? {} : { body })
					}
				);
				const { status, text } = await answerOf(response);
				expect([endpoint, status, text]).toEqual([
					endpoint,
					401,
					'{"error":{"code":"unauthenticated"}}'
				]);
			}
		}
	});
});

describe.each(roles)('%s', (role) => {
	it.each(Object.entries(asks))(
		'SYNC-AUD, SYNC-I4: %s gives nothing of what is not theirs, and says of it what it says of nothing',
		async (endpoint, ask) => {
			const me = caller(role);
			me.heard = '';
			const isOutside = !readerFor(role).reads.includes('title');
			if (!isOutside && writing.includes(endpoint)) return;
			const { nothing } = world;
			const real = await ask(me, notOf(role));
			const none = await ask(me, nothing);
			for (const [index, answer] of real.entries()) {
				expect(answer.status).toBeLessThan(500);
				const other = none[index];
				if (isOutside && other) {
					expect(plain(answer, notOf(role))).toEqual(plain(other, nothing));
				}
			}
			expectOnly(role, me.heard);
		}
	);

	it('SYNC-AUD SYNC-I4: hears by honest reading exactly what is theirs, and can hear all of that', async () => {
		const me = caller(role);
		me.heard = '';
		const cookie = await me.openCookie();
		await me.snapshot(cookie);
		await asks['POST /api/sync/detail']?.(me, world.secret);
		await me.send('/api/session');
		await me.send('/api/openapi.json');
		const { reads } = readerFor(role);
		expect(canaries.filter((name) => me.heard.includes(canary[name]))).toEqual(reads);
		me.heard = '';
		await asks['GET /api/blobs/[hash]']?.(me, world.secret);
		const files = reads.filter((name) => name === 'photo' || name === 'log');
		expect(canaries.filter((name) => me.heard.includes(canary[name]))).toEqual(files);
	});

	it('SYNC-AUD: a pull, snapshot or detail under forged scopes shows nothing more', async () => {
		const me = caller(role);
		me.heard = '';
		const cookie = await me.openCookie();
		const forged = {
			...cookie,
			scopes: [...new Set([...cookie.scopes, ...foreignScopes(world.secret)])]
		};
		const pulled = (await me.pull(forged)).body as PullAnswer;
		expect([...pulled.cookie.scopes].sort()).toEqual([...cookie.scopes].sort());
		await me.pull({ ...forged, spaces: world.beginning });
		for (const scope of foreignScopes(world.secret).filter(
			(each) => !cookie.scopes.includes(each)
		)) {
			const answer = await me.snapshot(forged, { scopes: [scope] });
			expect([scope, answer.status, answer.code]).toEqual([scope, 409, 'scopes']);
		}
		await me.detail(forged, [world.secret.ticket, world.secret.person, 'x']);
		expectOnly(role, me.heard);
	});

	it('SYNC-AUD: a forged run or place in it shows nothing more', async () => {
		const me = caller(role);
		me.heard = '';
		const cookie = await me.openCookie();
		for (const table of [
			'person',
			'access',
			'ticket',
			'ticket_comment',
			'article_draft',
			'catalog_form_draft',
			'saved_view',
			'sync_log',
			'auth.user'
		]) {
			for (const phase of ['heads', 'children']) {
				const after = { phase, table, order: 9e15, id: 'zzzz' };
				const answer = await me.snapshot(cookie, { after });
				expect([200, 400]).toContain(answer.status);
			}
		}
		expectOnly(role, me.heard);
	});

	it('SYNC-I4: another epoch, digest or future is refused without telling the right one', async () => {
		const me = caller(role);
		const cookie = await me.openCookie();
		const { main } = cookie.spaces;
		const forged = [
			{ ...cookie, epoch: randomUUID() },
			{ ...cookie, spaces: { ...cookie.spaces, main: { ...main, digest: 'a'.repeat(64) } } },
			{ ...cookie, spaces: { ...cookie.spaces, main: { ...main, v: main.v + 1000 } } }
		];
		for (const each of forged) {
			for (const answer of [await me.pull(each), await me.snapshot(each, { v0: 0 })]) {
				expect([answer.status, answer.code]).toEqual([409, 'epoch']);
				expect(answer.text).not.toContain(main.digest);
			}
		}
	});

	it('SYNC-AUD: the group of another person is refused, its outcomes stay with that person', async () => {
		const me = caller(role);
		const other = await company.signIn(role === 'agent' ? 'ada' : 'greta');
		const mutation = other.mutation('tickets.watch', { ticket: 'nowhere' });
		await other.push([mutation]);
		const thief = await company.signIn(readerFor(role).key);
		thief.group = other.group;
		const pulled = await thief.pull();
		expect(pulled.code).toBe('unknown_group');
		const pushed = await thief.push([{ ...mutation, id: 2, mid: randomUUID() }]);
		expect(['unknown_group', 'foreign_group']).toContain(pushed.code);
		expect((await other.pull()).body).toMatchObject({ last: 1 });
		// A `mid` is known to its own subject only: sent again by somebody else it is a mutation of theirs.
		const again = await me.push([
			{ ...me.mutation('tickets.watch', { ticket: 'nowhere' }), mid: mutation.mid }
		]);
		expect(again.status).toBe(200);
	});

	it('SYNC-AUD: no command on what is not theirs is applied', async () => {
		const me = caller(role);
		if (readerFor(role).reads.includes('title')) return;
		const commands = Object.entries(commandsOn(notOf(role)));
		const pushed = await me.push(commands.map(([name, args]) => me.mutation(name, args)));
		const { outcomes } = pushed.body as PushAnswer;
		expect(outcomes.map(({ kind }, index) => [commands[index]?.[0], kind])).toEqual(
			commands.map(([name]) => [name, 'rejected'])
		);
	});

	it('SYNC-AUD: identity is for administrators, whatever the way', async () => {
		const me = caller(role);
		if (role === 'admin') return;
		const subject = me.subject;
		const orders: [string, object][] = [
			['identity.setRoles', { person: subject, roles: ['admin'] }],
			['identity.setTeams', { person: subject, teams: [seedIds.team('platform')] }],
			['identity.deactivate', { person: world.secret.person }],
			['identity.editPerson', { person: world.secret.person, changes: { name: 'x' } }]
		];
		for (const [name, args] of orders) {
			expect((await me.run(name, args)).failure?.code).toBe('forbidden');
			expect((await me.command(name, args)).code).toBe('forbidden');
		}
		expectOnly(role, me.heard);
	});

	it('SYNC-I4: the live stream says versions, and those only when something of theirs has moved', async () => {
		const me = caller(role);
		const { reads } = readerFor(role);
		const heard = await readLive(me, async (live) => {
			await live.until(/"telemetry"/);
			const body = { ticket: world.secret.ticket, audience: 'public', body: canary.reply };
			await expectDone(caller('its requester').command('tickets.comment', body));
			// Everybody's: when its poke is here, that of the comment would have been.
			const { v } = await caller('admin').run('identity.addTeam', { name: `Team ${role}` });
			await live.until(new RegExp(`"v":${v}\\b`));
		});
		expect(heard.replaceAll(/data: \{"space":"(main|telemetry)","v":\d+\}\n\n/g, '')).toBe('');
		const pokes = heard.match(/"main"/g)?.length ?? 0;
		if (!reads.includes('title')) expect(pokes).toBe(2);
	});
});
