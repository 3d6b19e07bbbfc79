/** A ticket told in confidence, with replies, notes and files, in the demo company; and who may read what of it. */
import { createHash, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { announcement } from '#domain/announcements/index.ts';
import { person } from '#domain/identity/index.ts';
import { DAY, rowId } from '#domain/kernel/index.ts';
import { article } from '#domain/knowledge/index.ts';
import {
	macro,
	ticket,
	ticketAttachment,
	ticketCheck,
	ticketEvent,
	ticketTime
} from '#domain/tickets/index.ts';
import { savedView } from '#domain/views/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import type { Positions } from '#sync/protocol/index.ts';
import { openAccount } from '#test/support/account.ts';
import { openCompany, type Company } from '#test/support/api.ts';
import type { Caller } from '#test/support/caller.ts';
import { readLive } from '#test/support/live.ts';

/** Strings that stand for what was told in confidence. Those of files are both their names and what is in them. */
export const canary = {
	title: 'canary-7f3a-title',
	description: 'canary-7f3a-description',
	reply: 'canary-7f3a-reply',
	note: 'canary-7f3a-note',
	photo: 'canary-7f3a-photo',
	log: 'canary-7f3a-log',
	person: 'canary-7f3a-person',
	/** An article of the desk; words of a revision for the working side, of which an older text is published. */
	article: 'canary-7f3a-article',
	revision: 'canary-7f3a-revision',
	/** A question that is not published yet. */
	question: 'canary-7f3a-question',
	/** What the desk keeps for itself: a line to check, a note of time, a view, a macro, news that are not out. */
	check: 'canary-7f3a-check',
	time: 'canary-7f3a-time',
	view: 'canary-7f3a-view',
	macro: 'canary-7f3a-macro',
	news: 'canary-7f3a-news'
} as const;
export type Canary = keyof typeof canary;
export const canaries = Object.keys(canary) as readonly Canary[];

const toAll: readonly Canary[] = ['title', 'description', 'reply', 'photo'];
const toWorkers: readonly Canary[] = ['note', 'log', 'person', 'revision', 'check', 'time'];
const toDesk: readonly Canary[] = ['article', 'view', 'macro', 'news'];
const inOrder = (names: readonly Canary[]) => canaries.filter((name) => names.includes(name));

/** The ticket is Jonas's, with the platform team; the person is in no team. Written down here, not derived. */
const readers: Readonly<Record<string, { key: PersonKey; reads: readonly Canary[] }>> = {
	requester: { key: 'rosa', reads: [] },
	'its requester': { key: 'jonas', reads: toAll },
	technician: { key: 'timo', reads: ['revision'] },
	'approver of another team': { key: 'petra', reads: [] },
	agent: { key: 'greta', reads: inOrder([...toAll, ...toWorkers, ...toDesk]) },
	manager: { key: 'malik', reads: canaries },
	'engineer of its team': { key: 'erik', reads: inOrder([...toAll, ...toWorkers]) },
	admin: { key: 'ada', reads: ['person', 'question', 'news'] }
};
export const roles = Object.keys(readers);

export function readerFor(role: string) {
	const found = readers[role];
	if (!found) throw new Error(role);
	return found;
}

/** What one asks for: the secret itself, or names of the same form that nobody has. */
export interface Ids {
	readonly ticket: string;
	readonly person: string;
	/** The file for all, and the internal one, each with the hash of its content. */
	readonly photo: string;
	readonly photoHash: string;
	readonly log: string;
	readonly logHash: string;
	readonly event: string;
	/** Published for the desk; published for all, with words in work. */
	readonly article: string;
	readonly revised: string;
	/** Of the catalogue, with a form in work. */
	readonly item: string;
	readonly check: string;
	readonly entry: string;
	readonly view: string;
	readonly macro: string;
	readonly news: string;
}

export interface SecretTicket {
	readonly company: Company;
	readonly secret: Ids;
	readonly nothing: Ids;
	/** Before anything was planted: a pull from here reads it all from the log. */
	readonly beginning: Positions;
	caller(role: string): Caller;
}

const bytesOf = (name: Canary) => Buffer.from(`${canary[name]} ${'x'.repeat(5_000)}`);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export async function plantSecret(): Promise<SecretTicket> {
	const company = await openCompany();
	await openAccount(company.url, 'jonas');
	const callers = new Map<string, Caller>();
	for (const role of roles) callers.set(role, await company.signIn(readerFor(role).key));
	const caller = (role: string): Caller => {
		const found = callers.get(role);
		if (!found) throw new Error(role);
		return found;
	};
	const beginning = (await caller('agent').openCookie()).spaces;
	const secret = await plant(caller);
	// The first look of a process tells everybody that there may be more; have it behind us.
	await readLive(caller('agent'), async (live) => {
		const { v } = await caller('admin').run('identity.addTeam', { name: 'First look' });
		await live.until(new RegExp(`"v":${v}\\b`));
	});
	return { company, secret, nothing: unknownIds(), beginning, caller };
}

export async function expectDone(answer: ReturnType<Caller['command']>): Promise<void> {
	const { status, text } = await answer;
	expect([status, text]).toEqual([200, expect.any(String)]);
}

/** Fails when a role heard what is not for it. */
export function expectOnly(role: string, heard: string): void {
	const { reads } = readerFor(role);
	const leaked = canaries.filter((name) => heard.includes(canary[name]) && !reads.includes(name));
	expect([role, leaked]).toEqual([role, []]);
}

/** The person's own upload of a whole content. */
function upload(by: Caller, bytes: Buffer) {
	const path = `/api/blobs/${hashOf(bytes)}?offset=0&size=${bytes.length}`;
	return by.send(path, {
		method: 'PUT',
		headers: { 'content-type': 'application/octet-stream' },
		body: new Uint8Array(bytes)
	});
}

const fileOf = (name: Canary) => ({
	name: canary[name],
	mime: 'text/plain',
	size: bytesOf(name).length,
	blob: hashOf(bytesOf(name))
});

async function plant(caller: (role: string) => Caller): Promise<Ids> {
	const mids = {
		ticket: randomUUID(),
		person: randomUUID(),
		log: randomUUID(),
		step: randomUUID(),
		article: randomUUID(),
		revised: randomUUID(),
		check: randomUUID(),
		entry: randomUUID(),
		view: randomUUID(),
		macro: randomUUID(),
		news: randomUUID()
	};
	const at = { ticket: rowId(mids.ticket, ticket) };
	const [jonas, greta] = [caller('its requester'), caller('agent')];
	await expectDone(upload(jonas, bytesOf('photo')));
	await expectDone(upload(greta, bytesOf('log')));
	const { title, description } = canary;
	const create = { kind: 'incident', title, description, files: [fileOf('photo')] };
	await expectDone(jonas.command('tickets.create', create, mids.ticket));
	const reply = { ...at, audience: 'public', body: canary.reply };
	await expectDone(jonas.command('tickets.comment', reply));
	const note = { ...at, audience: 'internal', body: canary.note };
	await expectDone(greta.command('tickets.comment', note));
	const log = { ...at, audience: 'internal', file: fileOf('log') };
	await expectDone(greta.command('tickets.attach', log, mids.log));
	const assign = { ...at, team: seedIds.team('platform'), assignee: null };
	await expectDone(greta.command('tickets.assign', assign, mids.step));
	const somebody = {
		name: canary.person,
		email: `${canary.person}@alder-finch.example`,
		locale: 'en',
		timeZone: 'Europe/Berlin',
		site: null,
		vip: false,
		roles: ['requester'],
		teams: []
	};
	await expectDone(caller('admin').command('identity.addPerson', somebody, mids.person));
	const written = {
		article: rowId(mids.article, article),
		revised: rowId(mids.revised, article),
		item: seedIds.item('printer')
	};
	await plantKnowledge(caller, mids, written);
	await plantDesk(caller, mids, at);
	const [photoHash, logHash] = [hashOf(bytesOf('photo')), hashOf(bytesOf('log'))];
	return {
		...at,
		...written,
		check: rowId(mids.check, ticketCheck, '0'),
		entry: rowId(mids.entry, ticketTime),
		view: rowId(mids.view, savedView),
		macro: rowId(mids.macro, macro),
		news: rowId(mids.news, announcement),
		person: rowId(mids.person, person),
		photo: rowId(mids.ticket, ticketAttachment, photoHash),
		photoHash,
		log: rowId(mids.log, ticketAttachment, logHash),
		logHash,
		event: rowId(mids.step, ticketEvent, 'assign')
	};
}

type Written = Pick<Ids, 'article' | 'revised' | 'item'>;

async function plantKnowledge(
	caller: (role: string) => Caller,
	mids: { readonly article: string; readonly revised: string },
	ids: Written
) {
	const write = (name: string, args: object, mid?: string) =>
		expectDone(caller('agent').command(`knowledge.${name}`, args, mid));
	const about = { language: 'en', summary: 'S', body: 'B', category: 'C' };
	const step = (id: string, verb: string, from: string) =>
		write('transition', { article: id, verb, from, reviewAt: Date.now() + DAY });
	await write('add', { ...about, title: canary.article, audience: 'desk' }, mids.article);
	await step(ids.article, 'publish', 'draft');
	await write('add', { ...about, title: 'Plain', audience: 'staff' }, mids.revised);
	await step(ids.revised, 'publish', 'draft');
	await step(ids.revised, 'revise', 'published');
	const changes = { title: canary.revision, body: canary.revision };
	await write('saveDraft', { article: ids.revised, language: 'en', changes });
	const asked = { id: 'q', label: canary.question, type: 'text', required: false, options: [] };
	const form = { item: ids.item, form: [asked] };
	await expectDone(caller('admin').command('catalog.saveForm', form));
}

type Planted = 'check' | 'entry' | 'view' | 'macro' | 'news';

async function plantDesk(
	caller: (role: string) => Caller,
	mids: Readonly<Record<Planted, string>>,
	at: { readonly ticket: string }
) {
	const write = (name: string, args: object, mid: string) =>
		expectDone(caller('agent').command(name, args, mid));
	await write('tickets.addChecks', { ...at, lines: [canary.check] }, mids.check);
	await write('tickets.logTime', { ...at, minutes: 5, note: canary.time }, mids.entry);
	const view = { filter: [], columns: ['number'], group: null, sort: 'priority', of: 'ticket' };
	await write('views.save', { ...view, name: canary.view, share: 'desk' }, mids.view);
	const macro = { title: canary.macro, audience: 'public', body: 'x', deeds: {}, share: 'desk' };
	await write('tickets.addMacro', macro, mids.macro);
	const news = { title: canary.news, words: 'x', severity: 'info', concerns: 'everyone' };
	await write('announcements.draft', { ...news, from: Date.now() }, mids.news);
}

function unknownIds(): Ids {
	const hash = () => hashOf(Buffer.from(randomUUID()));
	return {
		ticket: randomUUID(),
		person: randomUUID(),
		photo: randomUUID(),
		photoHash: hash(),
		log: randomUUID(),
		logHash: hash(),
		event: randomUUID(),
		article: randomUUID(),
		revised: randomUUID(),
		item: randomUUID(),
		check: randomUUID(),
		entry: randomUUID(),
		view: randomUUID(),
		macro: randomUUID(),
		news: randomUUID()
	};
}

/** Scope names of others, and some that nobody has. */
export const foreignScopes = (secret: Ids) => [
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
