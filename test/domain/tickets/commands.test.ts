import { beforeEach, describe, expect, it } from 'vitest';
import { baseOf, HOUR, readableAudiences, rowId, type Json } from '#domain/kernel/index.ts';
import { scopeKinds } from '#domain/identity/index.ts';
import {
	detailId,
	ticket,
	ticketAttachment,
	ticketComment,
	ticketDetail,
	ticketEvent,
	ticketLink,
	ticketWatcher,
	type Ticket
} from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk, NOW } from '#test/support/company.ts';

const seeded = await company();
let desk: Desk;
beforeEach(() => {
	desk = new Desk(seeded.copy());
});
const rowOf = (key: string): Ticket => desk.store.row(ticket, seedIds.ticket(key));
const blob = 'ab'.repeat(32);
const file = { name: 'gate.jpg', mime: 'image/jpeg', size: 400_000, blob };

describe('tickets.create', () => {
	it('makes a small head, a public detail with legible answers, files and a first event', async () => {
		const args = {
			kind: 'incident',
			title: 'Scanner',
			description: 'It beeps.',
			catalogItem: seedIds.item('printer'),
			answers: [{ id: 'where', value: 'Hall 2' }],
			files: [file]
		};
		const { events } = await desk.run('rosa', 'tickets.create', args, { mid: 'm' });
		const id = rowId('m', ticket);
		expect(desk.store.row(ticket, id)).toMatchObject({
			number: null,
			requester: seedIds.person('rosa'),
			requesterName: 'Rosa Klein',
			state: 'new',
			priority: 4,
			site: seedIds.site('hamburg')
		});
		expect(desk.store.row(ticketDetail, detailId(id)).answers).toEqual([
			{ id: 'where', label: 'Where is the device?', type: 'text', value: 'Hall 2' }
		]);
		expect(desk.store.childrenOf(ticketAttachment, id)).toMatchObject([
			{ ...file, audience: 'public' }
		]);
		expect(desk.store.childrenOf(ticketEvent, id)).toMatchObject([
			{ what: 'create', toState: 'new' }
		]);
		const facts = { kind: 'incident', team: seedIds.team('field') };
		expect(events).toEqual([{ name: 'tickets.created', table: 'ticket', id, facts }]);
	});

	it.each<[string, PersonKey, Record<string, Json>, string]>([
		[
			'for somebody else, by a requester',
			'rosa',
			{ requester: seedIds.person('vera') },
			'forbidden'
		],
		['with an impact, by a requester', 'rosa', { impact: 1 }, 'forbidden'],
		['for nobody', 'greta', { requester: 'nobody' }, 'tickets.person_unknown'],
		['at no site', 'rosa', { site: 'nowhere' }, 'tickets.site_unknown'],
		['from no item', 'rosa', { catalogItem: 'nothing' }, 'tickets.item_unknown'],
		[
			'from an item of the other kind',
			'rosa',
			{ catalogItem: seedIds.item('laptop') },
			'tickets.item_unknown'
		],
		[
			'answers without an item',
			'rosa',
			{ answers: [{ id: 'a', value: 1 }] },
			'tickets.item_unknown'
		],
		[
			'without a mandatory answer',
			'rosa',
			{ catalogItem: seedIds.item('printer') },
			'catalog.answer_missing'
		],
		['by a machine', 'probe', {}, 'forbidden']
	])('refuses a ticket %s', async (_what, who, change, code) => {
		const args = { kind: 'incident', title: 'x', ...change };
		const before = desk.store.dump();
		expect(await desk.verdict(who, 'tickets.create', args)).toBe(code);
		expect(desk.store.dump()).toEqual(before);
	});

	it('DOMAIN-2: on behalf of a VIP reckons with one step more impact', async () => {
		const args = { kind: 'incident', title: 'x', requester: seedIds.person('vera'), impact: 3 };
		await desk.run('greta', 'tickets.create', args, { mid: 'm' });
		expect(desk.store.row(ticket, rowId('m', ticket))).toMatchObject({
			openedBy: seedIds.person('greta'),
			impact: 3,
			urgency: 2,
			priority: 3
		});
	});

	it('under a taken id gives the one error for it', async () => {
		const args = { kind: 'incident', title: 'x' };
		await desk.run('rosa', 'tickets.create', args, { mid: 'm' });
		expect(await desk.verdict('rosa', 'tickets.create', args, { mid: 'm' })).toBe('id_taken');
	});
});

describe('tickets.comment', () => {
	const id = seedIds.ticket('printer-jam');

	it("DOMAIN-1: a requester's reply resumes a pending ticket, a colleague's and a note do not", async () => {
		await desk.run('greta', 'tickets.comment', {
			ticket: id,
			audience: 'public',
			body: 'Any news?'
		});
		await desk.run('greta', 'tickets.comment', { ticket: id, audience: 'internal', body: 'Hm.' });
		expect(rowOf('printer-jam').state).toBe('pending');
		await desk.run('jonas', 'tickets.comment', { ticket: id, audience: 'public', body: 'Hello?' });
		expect(rowOf('printer-jam')).toMatchObject({ state: 'in_progress', pendingReason: null });
	});

	it('SYNC-AUD: a note leaves the head alone, which the requester reads', async () => {
		const before = rowOf('printer-jam');
		const args = { ticket: id, audience: 'internal', body: 'Between us.', files: [file] };
		expect(await desk.verdict('timo', 'tickets.comment', args, { at: NOW + HOUR })).toBe('applied');
		expect(rowOf('printer-jam')).toEqual(before);
		const held = desk.actor('jonas').scopes;
		expect(readableAudiences(ticket.scopes(before), held, scopeKinds)).toEqual(['public']);
	});

	it('UX-45: what was written while somebody else closed the ticket is kept', async () => {
		const closed = seedIds.ticket('locked-out');
		const args = { ticket: closed, audience: 'internal', body: 'Cable 4 was loose.' };
		expect(await desk.verdict('nuno', 'tickets.comment', args)).toBe('applied');
		expect(desk.store.childrenOf(ticketComment, closed)).toHaveLength(1);
	});

	it.each<[string, PersonKey, 'public' | 'internal', string]>([
		['a requester writes no notes', 'jonas', 'internal', 'forbidden'],
		['another requester does not learn that it exists', 'rosa', 'public', 'tickets.unknown'],
		['a technician of another site in the team may', 'ines', 'public', 'applied'],
		['an engineer of another team does not see it', 'erik', 'public', 'tickets.unknown'],
		['an administrator does not see it', 'ada', 'public', 'tickets.unknown']
	])('%s', async (_what, who, audience, code) => {
		const args = { ticket: id, audience, body: 'x' };
		expect(await desk.verdict(who, 'tickets.comment', args)).toBe(code);
	});

	it('gives an unknown id and a hidden ticket the same answer', async () => {
		const write = (on: string) =>
			desk.run('rosa', 'tickets.comment', { ticket: on, audience: 'public', body: 'x' });
		expect(await write(id)).toEqual(await write('no-such-ticket'));
	});

	it('on a device that does not hold the ticket is kept for the server to decide', async () => {
		const args = { ticket: 'elsewhere', audience: 'public', body: 'x' };
		const isHere = () => false;
		expect(await desk.verdict('rosa', 'tickets.comment', args, { isHere })).toBe('applied');
		expect(desk.store.childrenOf(ticketComment, 'elsewhere')).toHaveLength(1);
	});
});

describe('tickets.attach', () => {
	it('keeps the audience that it was given', async () => {
		const id = seedIds.ticket('keyboard');
		const attach = (who: PersonKey, audience: string) =>
			desk.verdict(who, 'tickets.attach', { ticket: id, audience, file });
		expect(await attach('amir', 'public')).toBe('applied');
		expect(await attach('amir', 'internal')).toBe('forbidden');
		expect(await attach('greta', 'internal')).toBe('applied');
		const kept = desk.store.childrenOf(ticketAttachment, id).map((row) => row.audience);
		expect(kept.sort()).toEqual(['internal', 'public']);
	});
});

describe('tickets.edit and tickets.setPriority', () => {
	const id = seedIds.ticket('slow-erp');
	const edit = (changes: Record<string, Json>, base: Record<string, string> = {}) =>
		desk.run('greta', 'tickets.edit', { ticket: id, changes }, { base });

	it('merges different fields in silence, also head and description', async () => {
		const base = baseOf(rowOf('slow-erp'), ['title', 'tags']);
		await edit({ title: 'Order entry hangs' }, base);
		expect((await edit({ tags: ['erp'], description: 'More.' }, base)).verdict.kind).toBe(
			'applied'
		);
		expect(rowOf('slow-erp')).toMatchObject({ title: 'Order entry hangs', tags: ['erp'] });
		expect(desk.store.row(ticketDetail, detailId(id)).description).toBe('More.');
	});

	it('the first of two values stays, and is named; impact and urgency stand or fall together', async () => {
		const base = baseOf(rowOf('slow-erp'), ['title', 'impact', 'urgency']);
		await edit({ impact: 1 }, base);
		const { verdict } = await edit({ title: 'T', impact: 2, urgency: 3 }, base);
		expect(verdict).toEqual({ kind: 'merged', fields: ['impact', 'urgency'] });
		expect(rowOf('slow-erp')).toMatchObject({ title: 'T', impact: 1, urgency: 1, priority: 1 });
	});

	it('DOMAIN-2: a priority set by hand needs a reason and stays until it is given back', async () => {
		const set = (priority: number | null, reason = '') =>
			desk.verdict('greta', 'tickets.setPriority', { ticket: id, priority, reason });
		expect(await set(1)).toBe('tickets.reason_missing');
		expect(await set(1, 'Board meeting.')).toBe('applied');
		await edit({ urgency: 3 });
		expect(rowOf('slow-erp')).toMatchObject({ priority: 1, priorityOverride: true });
		expect(await set(null)).toBe('applied');
		expect(rowOf('slow-erp')).toMatchObject({ priority: 5, priorityOverride: false });
	});

	it('needs an open end: what is closed is not edited, and a requester edits nothing', async () => {
		const changes = { title: 'x' };
		const closed = { ticket: seedIds.ticket('locked-out'), changes };
		expect(await desk.verdict('greta', 'tickets.edit', closed)).toBe('tickets.closed');
		expect(await desk.verdict('rosa', 'tickets.edit', { ticket: id, changes })).toBe('forbidden');
	});

	it('leaves the description to the server where it is not on this device', async () => {
		const isHere = (table: { name: string }) => table.name !== 'ticket_detail';
		const changes = { description: 'New', title: 'Also new' };
		const run = desk.verdict('greta', 'tickets.edit', { ticket: id, changes }, { isHere });
		expect(await run).toBe('applied');
		expect(rowOf('slow-erp').title).toBe('Also new');
	});
});

describe('tickets.assign and tickets.route', () => {
	const id = seedIds.ticket('keyboard');

	it('assigns a new incident, and clears it back to new', async () => {
		await desk.run('greta', 'tickets.assign', { ticket: id, assignee: seedIds.person('greta') });
		expect(rowOf('keyboard')).toMatchObject({ state: 'assigned', assigneeName: 'Greta Sommer' });
		await desk.run('greta', 'tickets.assign', { ticket: id, assignee: null });
		expect(rowOf('keyboard')).toMatchObject({ state: 'new', assigneeName: null });
	});

	it.each<[string, Record<string, Json>, string]>([
		['nothing', {}, 'invalid'],
		['to a requester', { assignee: seedIds.person('rosa') }, 'tickets.assignee_unfit'],
		['to nobody known', { assignee: 'nobody' }, 'tickets.person_unknown'],
		['to no team known', { team: 'none' }, 'tickets.team_unknown']
	])('refuses to assign %s', async (_what, change, code) => {
		expect(await desk.verdict('greta', 'tickets.assign', { ticket: id, ...change })).toBe(code);
	});

	it('SYNC-AUD: moves the ticket between readers: scopes follow the columns', async () => {
		const own = `user:${seedIds.person('amir')}`;
		expect(ticket.scopes(rowOf('keyboard'))).toEqual([own, 'desk']);
		const args = { ticket: id, team: seedIds.team('field'), assignee: seedIds.person('timo') };
		await desk.run('greta', 'tickets.assign', args);
		expect(ticket.scopes(rowOf('keyboard'))).toEqual([
			own,
			'desk',
			`team:${seedIds.team('field')}`,
			`act:${seedIds.person('timo')}`
		]);
	});

	it('routes only what nobody has, and only as the system', async () => {
		const args = { ticket: id, team: seedIds.team('field') };
		expect(await desk.verdict('greta', 'tickets.route', args)).toBe('forbidden');
		await desk.run('greta', 'tickets.assign', { ticket: id, team: seedIds.team('desk') });
		expect(await desk.verdict('system', 'tickets.route', args)).toBe('applied');
		expect(rowOf('keyboard').team).toBe(seedIds.team('desk'));
	});
});

describe('links and watchers', () => {
	const one = seedIds.ticket('keyboard');
	const two = seedIds.ticket('mail-double');

	it('a link shows on both tickets, once, and goes from both', async () => {
		const args = { ticket: one, other: two, type: 'duplicate_of' };
		await desk.run('greta', 'tickets.link', args);
		expect(await desk.verdict('nuno', 'tickets.link', args)).toBe('applied');
		const types = () =>
			[one, two].map((root) => desk.store.childrenOf(ticketLink, root).map((l) => l.type));
		expect(types()).toEqual([['duplicate_of'], ['duplicated_by']]);
		await desk.run('greta', 'tickets.unlink', { ticket: two, other: one, type: 'duplicated_by' });
		expect(types()).toEqual([[], []]);
	});

	it('nobody links to what they do not see, nor a ticket to itself', async () => {
		const hidden = { ticket: seedIds.ticket('vpn-porto'), other: one, type: 'related' };
		const { verdict } = await desk.run('yuki', 'tickets.link', hidden);
		expect(verdict).toMatchObject({ failure: { code: 'tickets.unknown', field: 'other' } });
		const self = { ticket: one, other: one, type: 'related' };
		expect(await desk.verdict('greta', 'tickets.link', self)).toBe('tickets.link_to_itself');
	});

	it('watching is internal, once, and for staff', async () => {
		await desk.run('greta', 'tickets.watch', { ticket: one });
		await desk.run('greta', 'tickets.watch', { ticket: one });
		const watchers = () => desk.store.childrenOf(ticketWatcher, one);
		expect(watchers()).toMatchObject([{ person: seedIds.person('greta') }]);
		expect(ticketWatcher.audience(watchers()[0] ?? { id: '' })).toBe('internal');
		const other = { ticket: one, person: seedIds.person('rosa') };
		expect(await desk.verdict('greta', 'tickets.watch', other)).toBe('tickets.person_unknown');
		await desk.run('greta', 'tickets.unwatch', { ticket: one });
		expect(watchers()).toEqual([]);
	});
});
