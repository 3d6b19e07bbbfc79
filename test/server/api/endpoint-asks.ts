/** For each endpoint and each command: how it is asked for rows by their ids. A new one without its line fails a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { ticket, ticketAttachment } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { Answer, Caller } from '#test/support/caller.ts';
import { readLive } from '#test/support/live.ts';
import type { Ids } from './secret-ticket.ts';

const routes = new URL('../../../src/routes/', import.meta.url);

/** `METHOD /path` of every handler below src/routes, pages apart. */
export function endpoints(): readonly string[] {
	return readdirSync(routes, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('+server.ts'))
		.flatMap((file) => {
			const path = `/${file.replace(/\/?\+server\.ts$/, '')}`;
			const source = readFileSync(new URL(file, routes), 'utf8');
			const names = source.matchAll(/\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|fallback)\b/g);
			return [...new Set([...names].map(([name]) => `${name} ${path}`))];
		});
}

/** Asks one endpoint, in every way that there is, for the rows named. */
type Ask = (me: Caller, ids: Ids) => Promise<readonly Answer[]>;

const octets = { 'content-type': 'application/octet-stream' };

/** `[hash, table, row]`: what names a file, rightly and crosswise. */
const filePaths = ({ ticket: root, photo, photoHash, log, logHash }: Ids) =>
	[
		[photoHash, ticketAttachment.name, photo],
		[logHash, ticketAttachment.name, log],
		[photoHash, ticketAttachment.name, log],
		[logHash, ticketAttachment.name, photo],
		[photoHash, ticket.name, root],
		[photoHash, 'blob_reference', photo],
		[photoHash, '', '']
	].map(([hash, table, id]) => `/api/blobs/${hash}?table=${table}&id=${id}`);

async function inTurn(asks: readonly (() => Promise<Answer>)[]): Promise<readonly Answer[]> {
	const answers: Answer[] = [];
	for (const ask of asks) answers.push(await ask());
	return answers;
}

/** What these do to the ticket somebody who sees it may do. */
export const writing: readonly string[] = ['POST /api/sync/push', 'POST /api/commands/[name]'];

export const asks: Readonly<Record<string, Ask>> = {
	'POST /api/sync/push': async (me, ids) => [
		await me.push(Object.entries(commandsOn(ids)).map(([name, args]) => me.mutation(name, args)))
	],
	'POST /api/sync/pull': async (me, ids) => {
		const cookie = await me.openCookie();
		const scopes = [
			...cookie.scopes,
			`user:${ids.person}`,
			`act:${ids.person}`,
			`desk:${ids.ticket}`
		];
		return [await me.pull({ ...cookie, scopes })];
	},
	'POST /api/sync/snapshot': async (me, ids) => {
		const cookie = await me.openCookie();
		const scopes = [`user:${ids.person}`];
		const after = { phase: 'children', table: ticket.name, order: 9e15, id: ids.ticket };
		return [
			await me.snapshot({ ...cookie, scopes: [...cookie.scopes, ...scopes] }, { scopes }),
			await me.snapshot(cookie, { after, scopes: cookie.scopes.slice(0, 1) })
		];
	},
	'POST /api/sync/detail': async (me, ids) => {
		const cookie = await me.openCookie();
		const roots = [
			['ticket', ids.ticket],
			['person', ids.person],
			['access', ids.person],
			['ticket_attachment', ids.log],
			['article', ids.article],
			['article', ids.revised],
			['catalog_item', ids.item],
			['saved_view', ids.view],
			['macro', ids.macro],
			['announcement', ids.news]
		].map(([table, id]) => ({ table, id }));
		const ask = (root: object) =>
			me.post('/api/sync/detail', { ...me.envelope, cookie, roots: [root] });
		return inTurn(roots.map((root) => () => ask(root)));
	},
	'GET /api/sync/live': async (me, ids) => {
		const query = `?subject=${ids.person}&scopes=user:${ids.person}&ticket=${ids.ticket}`;
		const heard = await readLive(me, (live) => live.until(/"telemetry"/), query);
		me.heard += heard;
		return [{ status: 200, headers: new Headers(), text: heard, body: null, code: undefined }];
	},
	'POST /api/commands/[name]': (me, ids) =>
		inTurn(
			Object.entries(commandsOn(ids)).map(
				([name, args]) =>
					() =>
						me.command(name, args)
			)
		),
	'GET /api/blobs/[hash]': (me, ids) =>
		inTurn([
			...filePaths(ids).map((path) => () => me.send(path)),
			...filePaths(ids).map((path) => () => me.send(path, { method: 'HEAD' }))
		]),
	'PUT /api/blobs/[hash]': (me, { photoHash, logHash }) => {
		const put = (hash: string, query: string, bytes: number) =>
			me.send(`/api/blobs/${hash}?${query}`, {
				method: 'PUT',
				headers: octets,
				body: new Uint8Array(bytes)
			});
		// Goes on where somebody else stands, and claims to have it all.
		return inTurn(
			[photoHash, logHash].flatMap((hash) => [
				() => put(hash, 'offset=4096&size=9000', 4_904),
				() => put(hash, 'offset=0&size=0', 0),
				() => put(hash, 'offset=0&size=10', 10)
			])
		);
	},
	'GET /api/blobs/[hash]/status': (me, { photoHash, logHash }) =>
		inTurn(
			[photoHash, logHash].flatMap((hash) => [
				() => me.send(`/api/blobs/${hash}/status`),
				() => me.send(`/api/blobs/${hash}/status`, { method: 'HEAD' })
			])
		),
	'POST /api/presence': (me, ids) =>
		inTurn(
			['writing', 'gone', 'sleeping'].map(
				(is) => () => me.post('/api/presence', { ticket: ids.ticket, is })
			)
		),
	'GET /api/session': (me, ids) => inTurn([() => me.send(`/api/session?subject=${ids.person}`)]),
	/** Somebody is named, and a password of nobody. */
	'POST /api/session': (me, ids) =>
		inTurn([
			() => me.post('/api/session', { email: `${ids.person}@x.example`, password: 'x'.repeat(12) })
		]),
	/** Another session than one's own is named. */
	'DELETE /api/session': (me, ids) =>
		inTurn([
			() =>
				me.send(`/api/session?subject=${ids.person}`, { method: 'DELETE', headers: { cookie: '' } })
		]),
	'GET /api/openapi.json': (me) => inTurn([() => me.send('/api/openapi.json')]),
	'fallback /api/[...path]': (me, ids) =>
		inTurn([
			() => me.send(`/api/tickets/${ids.ticket}`),
			() => me.send(`/api/blobs/${ids.logHash}/pieces/0`),
			() => me.post(`/api/outcomes/${ids.person}`, {})
		]),
	'GET /healthz': (me, ids) => inTurn([() => me.send(`/healthz?ticket=${ids.ticket}`)])
};

const file = (blob: string) => ({ name: 'x', mime: 'text/plain', size: 10, blob });

/**
 * Arguments of each command that name rows of others; where a ticket is named, by somebody who cannot see it. Commands
 * that name none are in `namesNobody`.
 */
export function commandsOn(ids: Ids): Readonly<Record<string, object>> {
	const own = { person: ids.person };
	const at = { ticket: ids.ticket };
	const field = seedIds.team('field');
	const linked = { ...at, other: seedIds.ticket('printer'), type: 'related' };
	return {
		'identity.addPerson': {
			name: 'x',
			email: 'x@alder-finch.example',
			locale: 'en',
			timeZone: 'UTC',
			site: null,
			vip: false,
			roles: ['requester'],
			teams: [ids.ticket]
		},
		'identity.editPerson': { ...own, changes: { name: 'x' } },
		'identity.setRoles': { ...own, roles: ['admin'] },
		'identity.setTeams': { ...own, teams: [] },
		'identity.deactivate': own,
		'identity.reactivate': own,
		'tickets.create': { kind: 'incident', title: 'x', requester: ids.person },
		'tickets.comment': { ...at, audience: 'public', body: 'x', files: [file(ids.photoHash)] },
		'tickets.assign': { ...at, team: field, assignee: null },
		'tickets.route': { ...at, team: field },
		'tickets.transition': { ...at, verb: 'start', from: 'new', code: null, note: null },
		'tickets.undoStep': { ...at, event: ids.event },
		'tickets.edit': { ...at, changes: { title: 'x' } },
		'tickets.setPriority': { ...at, priority: 1, reason: 'x' },
		'tickets.watch': at,
		'tickets.unwatch': { ...at, ...own },
		'tickets.link': linked,
		'tickets.unlink': linked,
		'tickets.attach': { ...at, audience: 'internal', file: file(ids.logHash) },
		'tickets.receiveFile': { row: ids.log, hash: ids.logHash },
		...deskCommandsOn(ids),
		...knowledgeCommandsOn(ids),
		...keptCommandsOn(ids)
	};
}

function deskCommandsOn(ids: Ids): Readonly<Record<string, object>> {
	const at = { ticket: ids.ticket };
	const followed = { ...at, event: ids.event };
	return {
		'tickets.handOver': { ...at, body: 'x' },
		'tickets.merge': { ...at, into: seedIds.ticket('printer') },
		'tickets.unmerge': at,
		'tickets.split': { ...at, title: 'x' },
		'tickets.undoSplit': at,
		'tickets.followUp': followed,
		'tickets.undoFollow': followed,
		'tickets.wake': at,
		'tickets.declareMajor': at,
		'tickets.postUpdate': { ...at, body: 'x' },
		'tickets.editMajor': { ...at, changes: { cadence: 30 } },
		'tickets.standDown': { ...at, reason: 'x' },
		'tickets.reviewMajor': { ...at, body: 'x' },
		'tickets.addChecks': { ...at, lines: ['x'] },
		'tickets.tick': { check: ids.check, done: true },
		'tickets.editCheck': { check: ids.check, changes: { label: 'x' } },
		'tickets.removeCheck': { check: ids.check },
		'tickets.logTime': { ...at, minutes: 5 },
		'tickets.startTimer': at,
		'tickets.stopTimer': { entry: ids.entry },
		'tickets.editTime': { entry: ids.entry, minutes: 1, note: 'x' },
		'tickets.removeTime': { entry: ids.entry },
		'tickets.runMacro': { ...at, reply: { audience: 'public', body: 'x' } },
		'tickets.useArticle': { ...at, article: seedIds.article('vpn') },
		'tickets.unuseArticle': { ...at, article: seedIds.article('vpn') },
		'tickets.draftArticle': { ...at, ...newArticle }
	};
}

const newArticle = { language: 'en', title: 'x', audience: 'staff', category: 'x' };

function knowledgeCommandsOn(ids: Ids): Readonly<Record<string, object>> {
	const at = { article: ids.article };
	const image = { name: 'x.png', mime: 'image/png', size: 10, blob: ids.photoHash };
	return {
		'knowledge.saveDraft': { ...at, language: 'en', changes: { body: 'x' } },
		'knowledge.dropLanguage': { ...at, language: 'en' },
		'knowledge.edit': { ...at, changes: { audience: 'everyone' } },
		'knowledge.transition': { ...at, verb: 'revise', from: 'published' },
		'knowledge.addImage': { ...at, file: image },
		'knowledge.removeImage': { ...at, blob: ids.photoHash },
		'knowledge.receiveImage': { row: ids.photo, hash: ids.photoHash },
		'knowledge.rate': { ...at, version: 1, language: 'en', helpful: true }
	};
}

function keptCommandsOn(ids: Ids): Readonly<Record<string, object>> {
	const [news, kept, view] = [{ announcement: ids.news }, { macro: ids.macro }, { view: ids.view }];
	return {
		'announcements.edit': { ...news, changes: { title: 'x' } },
		'announcements.publish': news,
		'announcements.end': news,
		'announcements.discard': news,
		'tickets.editMacro': { ...kept, changes: { title: 'x' } },
		'tickets.retireMacro': kept,
		'tickets.reinstateMacro': kept,
		'views.edit': { ...view, changes: { name: 'x' } },
		'views.retire': view,
		'views.reinstate': view,
		'views.setDefault': { ...view, of: 'ticket' }
	};
}

/** The catalogue is everybody's, and these begin something new. */
export const namesNobody: readonly string[] = [
	'identity.addTeam',
	'identity.addSite',
	'catalog.addItem',
	'catalog.editItem',
	'catalog.retireItem',
	'catalog.reinstateItem',
	'catalog.saveForm',
	'catalog.discardForm',
	'catalog.publishForm',
	'catalog.revertForm',
	'catalog.countItem',
	'knowledge.add',
	'announcements.draft',
	'tickets.addMacro',
	'views.save'
];

const fresh = /"(v|main|telemetry|last|id|serverAt|contactAt|retryAfter)":\d+/g;
const digests = /"digest":"[0-9a-f]{64}"/g;

/**
 * An answer without what differs between any two: versions, times, ids of the request itself, and the names that were
 * asked for.
 */
export function plain({ status, headers, text }: Answer, ids: Ids): unknown {
	let body = text.replace(fresh, '"$1":0').replace(digests, '"digest":""');
	body = body.replace(/"(mid|run|dependency)":"[^"]+"/g, '"$1":""');
	for (const [name, id] of Object.entries(ids)) body = body.replaceAll(id, name);
	const kept = [...headers].filter(([name]) => !/^(date|set-cookie|x-request-id)$/.test(name));
	return { status, kept, body };
}
