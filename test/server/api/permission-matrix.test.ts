/**
 * Every endpoint, as every role, for rows that the role may not see: what was planted in them never appears in a byte that
 * is answered, and what is forged is refused like what does not exist (issue section 3.4).
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '#domain/identity/index.ts';
import { DAY, rowId } from '#domain/kernel/index.ts';
import { article } from '#domain/knowledge/index.ts';
import { ticket } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import type { Positions, PullAnswer } from '#sync/protocol/index.ts';
import { openCompany, type Caller, type Company } from '#test/support/api.ts';
import { openAccount } from '#test/support/account.ts';
import { readLive } from '#test/support/live.ts';

/** Strings that stand for what was told in confidence. */
const canary = {
	title: 'canary-7f3a-title',
	description: 'canary-7f3a-description',
	reply: 'canary-7f3a-reply',
	note: 'canary-7f3a-note',
	person: 'canary-7f3a-person',
	/** An article of the desk; words of a revision for the working side, of which an older text is published. */
	article: 'canary-7f3a-article',
	revision: 'canary-7f3a-revision',
	/** A question that is not published yet. */
	question: 'canary-7f3a-question'
} as const;
type Canary = keyof typeof canary;

const ofTicket: readonly Canary[] = ['title', 'description', 'reply', 'note'];
const all: readonly Canary[] = [...ofTicket, 'person', 'article', 'revision', 'question'];
/** The ticket is Jonas's, with the platform team; the person is in no team. Written down here, not derived. */
const readers: Readonly<Record<string, { key: PersonKey; reads: readonly Canary[] }>> = {
	requester: { key: 'rosa', reads: [] },
	'its requester': { key: 'jonas', reads: ['title', 'description', 'reply'] },
	technician: { key: 'timo', reads: ['revision'] },
	'approver of another team': { key: 'petra', reads: [] },
	agent: { key: 'greta', reads: [...ofTicket, 'person', 'article', 'revision'] },
	manager: { key: 'malik', reads: all },
	'engineer of its team': { key: 'erik', reads: [...ofTicket, 'person', 'revision'] },
	admin: { key: 'ada', reads: ['person', 'question'] }
};
const roles = Object.keys(readers);

let company: Company;
/** Before anything was planted: a pull from here reads it all from the log. */
let beginning: Positions;
const callers = new Map<string, Caller>();
const mids = {
	ticket: randomUUID(),
	person: randomUUID(),
	article: randomUUID(),
	revised: randomUUID()
};
const secret = {
	ticket: rowId(mids.ticket, ticket),
	person: rowId(mids.person, person),
	article: rowId(mids.article, article),
	revised: rowId(mids.revised, article),
	item: seedIds.item('printer')
};

const caller = (role: string): Caller => {
	const found = callers.get(role);
	if (!found) throw new Error(role);
	return found;
};

beforeAll(async () => {
	company = await openCompany();
	await openAccount(company.url, 'jonas');
	for (const role of roles) {
		const { key } = readers[role] as { key: PersonKey };
		callers.set(role, await company.signIn(key));
	}
	beginning = (await caller('agent').openCookie()).spaces;
	await plant();
	// The first look of a process tells everybody that there may be more; have it behind us.
	await readLive(caller('agent'), async (live) => {
		const { v } = await caller('admin').run('identity.addTeam', { name: 'First look' });
		await live.until(new RegExp(`"v":${v}\\b`));
	});
});
afterAll(() => company.end());

async function expectDone(answer: ReturnType<Caller['command']>) {
	const { status, text } = await answer;
	expect([status, text]).toEqual([200, expect.any(String)]);
}

async function plant() {
	const at = { ticket: secret.ticket };
	const jonas = caller('its requester');
	const { title, description } = canary;
	const create = { kind: 'incident', title, description, answers: [] };
	await expectDone(jonas.command('tickets.create', create, mids.ticket));
	await expectDone(
		jonas.command('tickets.comment', { ...at, audience: 'public', body: canary.reply })
	);
	const greta = caller('agent');
	await expectDone(
		greta.command('tickets.comment', { ...at, audience: 'internal', body: canary.note })
	);
	const assign = { ...at, team: seedIds.team('platform'), assignee: null };
	await expectDone(greta.command('tickets.assign', assign));
	await expectDone(
		caller('admin').command(
			'identity.addPerson',
			{
				name: canary.person,
				email: `${canary.person}@alder-finch.example`,
				locale: 'en',
				timeZone: 'Europe/Berlin',
				site: null,
				vip: false,
				roles: ['requester'],
				teams: []
			},
			mids.person
		)
	);
	await plantKnowledge();
}

async function plantKnowledge() {
	const greta = caller('agent');
	const write = (name: string, args: object, mid?: string) =>
		expectDone(greta.command(`knowledge.${name}`, args, mid));
	const about = { language: 'en', summary: 'S', body: 'B', category: 'C' };
	const step = (id: string, verb: string, from: string) =>
		write('transition', { article: id, verb, from, reviewAt: Date.now() + DAY });
	await write('add', { ...about, title: canary.article, audience: 'desk' }, mids.article);
	await step(secret.article, 'publish', 'draft');
	await write('add', { ...about, title: 'Plain', audience: 'staff' }, mids.revised);
	await step(secret.revised, 'publish', 'draft');
	await step(secret.revised, 'revise', 'published');
	const changes = { title: canary.revision, body: canary.revision };
	await write('saveDraft', { article: secret.revised, language: 'en', changes });
	const asked = { id: 'q', label: canary.question, type: 'text', required: false, options: [] };
	const form = { item: secret.item, form: [asked] };
	await expectDone(caller('admin').command('catalog.saveForm', form));
}

/** Scope names of others, and some that nobody has. */
const foreignScopes = () => [
	'desk',
	'ops',
	'admin',
	`user:${seedIds.person('jonas')}`,
	`user:${secret.person}`,
	`act:${seedIds.person('erik')}`,
	`team:${seedIds.team('platform')}`,
	'kb:desk',
	'draft:everyone',
	'draft:desk',
	'builders',
	'agg:all',
	'__proto__',
	'*'
];

function expectOnly(role: string, heard: string) {
	const { reads } = readers[role] as { reads: readonly Canary[] };
	for (const name of all) {
		const isHeard = heard.includes(canary[name]);
		if (isHeard) expect([role, name, reads.includes(name)]).toEqual([role, name, true]);
	}
}

describe.each(roles)('%s', (role) => {
	it('SYNC-AUD SYNC-I4: hears by honest reading exactly what is theirs, and can hear all of that', async () => {
		const me = caller(role);
		me.heard = '';
		const cookie = await me.openCookie();
		await me.snapshot(cookie);
		await me.detail(cookie, [secret.ticket, secret.article, secret.revised, secret.item]);
		await me.send('/api/session');
		await me.send('/api/openapi.json');
		const { reads } = readers[role] as { reads: readonly Canary[] };
		expect(all.filter((name) => me.heard.includes(canary[name]))).toEqual(reads);
	});

	it('SYNC-AUD: a pull, snapshot or detail under forged scopes shows nothing more', async () => {
		const me = caller(role);
		me.heard = '';
		const cookie = await me.openCookie();
		const forged = { ...cookie, scopes: [...new Set([...cookie.scopes, ...foreignScopes()])] };
		const pulled = (await me.pull(forged)).body as PullAnswer;
		expect([...pulled.cookie.scopes].sort()).toEqual([...cookie.scopes].sort());
		await me.pull({ ...forged, spaces: beginning });
		for (const scope of foreignScopes().filter((each) => !cookie.scopes.includes(each))) {
			const answer = await me.snapshot(forged, { scopes: [scope] });
			expect([scope, answer.status, answer.code]).toEqual([scope, 409, 'scopes']);
		}
		await me.detail(forged, [...Object.values(secret), 'x']);
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
			'article',
			'article_draft',
			'article_version',
			'catalog_form_draft',
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
		const thief = await company.signIn((readers[role] as { key: PersonKey }).key);
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

	it('SYNC-AUD: a row that is not theirs is written, and refused, like one that does not exist', async () => {
		const me = caller(role);
		const { reads } = readers[role] as { reads: readonly Canary[] };
		if (reads.includes('title')) return;
		me.heard = '';
		const writes = (id: string): [string, object][] => [
			['tickets.comment', { ticket: id, audience: 'public', body: 'x' }],
			['tickets.comment', { ticket: id, audience: 'internal', body: 'x' }],
			['tickets.assign', { ticket: id, team: seedIds.team('field'), assignee: null }],
			['tickets.transition', { ticket: id, verb: 'start', from: 'new', code: null, note: null }],
			['tickets.edit', { ticket: id, changes: { title: 'x' } }],
			['tickets.setPriority', { ticket: id, priority: 1, reason: 'x' }],
			['tickets.watch', { ticket: id }],
			['tickets.link', { ticket: id, other: seedIds.ticket('printer'), type: 'related' }],
			['tickets.route', { ticket: id, team: seedIds.team('field') }]
		];
		const unknown = writes(randomUUID());
		for (const [index, [name, args]] of writes(secret.ticket).entries()) {
			const [, otherArgs] = unknown[index] as [string, object];
			const real = await me.run(name, args);
			const none = await me.run(name, otherArgs);
			expect([name, real.kind, real.failure]).toEqual([name, 'rejected', none.failure]);
			const byCommand = await me.command(name, args);
			expect(byCommand.body).toEqual((await me.command(name, otherArgs)).body);
		}
		expectOnly(role, me.heard);
	});

	it('SYNC-AUD: an article that is not theirs is written, rated and used like one that does not exist', async () => {
		const me = caller(role);
		const { reads } = readers[role] as { reads: readonly Canary[] };
		if (reads.includes('article')) return;
		me.heard = '';
		const file = { name: 'a.png', mime: 'image/png', size: 1, blob: 'a'.repeat(64) };
		const writes = (id: string): [string, object][] => [
			['knowledge.saveDraft', { article: id, language: 'en', changes: { body: 'x' } }],
			['knowledge.edit', { article: id, changes: { audience: 'everyone' } }],
			['knowledge.transition', { article: id, verb: 'revise', from: 'published' }],
			['knowledge.addImage', { article: id, file }],
			['knowledge.rate', { article: id, version: 1, language: 'en', helpful: true }],
			['tickets.useArticle', { ticket: seedIds.ticket('printer-jam'), article: id }]
		];
		const unknown = writes(randomUUID());
		for (const [index, [name, args]] of writes(secret.article).entries()) {
			const none = await me.run(name, (unknown[index] as [string, object])[1]);
			const real = await me.run(name, args);
			expect([name, real.kind, real.failure]).toEqual([name, 'rejected', none.failure]);
		}
		expectOnly(role, me.heard);
	});

	it('SYNC-AUD: identity is for administrators, whatever the way', async () => {
		const me = caller(role);
		if (role === 'admin') return;
		const subject = me.subject;
		const orders: [string, object][] = [
			['identity.setRoles', { person: subject, roles: ['admin'] }],
			['identity.setTeams', { person: subject, teams: [seedIds.team('platform')] }],
			['identity.deactivate', { person: secret.person }],
			['identity.editPerson', { person: secret.person, changes: { name: 'x' } }]
		];
		for (const [name, args] of orders) {
			expect((await me.run(name, args)).failure?.code).toBe('forbidden');
			expect((await me.command(name, args)).code).toBe('forbidden');
		}
		expectOnly(role, me.heard);
	});

	it('SYNC-I4: the live stream says versions, and those only when something of theirs has moved', async () => {
		const me = caller(role);
		const { reads } = readers[role] as { reads: readonly Canary[] };
		const heard = await readLive(me, async (live) => {
			await live.until(/"telemetry"/);
			const body = { ticket: secret.ticket, audience: 'public', body: canary.reply };
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
