import { beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, rowId, type JsonObject } from '#domain/kernel/index.ts';
import {
	majorId,
	MAX_CHECKS,
	MAX_MINUTES,
	minutesBetween,
	ticket,
	ticketCheck,
	ticketComment,
	ticketMajor,
	ticketTime,
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
const id = seedIds.ticket('dock-scanner');
const rowOf = (of = id): Ticket => desk.store.row(ticket, of);

describe('checklists', () => {
	const add = (lines: string[], mid = 'add') =>
		desk.verdict('timo', 'tickets.addChecks', { ticket: id, lines }, { mid });
	const lines = () =>
		desk.store.childrenOf(ticketCheck, id).sort((a, b) => a.position - b.position);

	it('grow at the end, are ticked by somebody at a time, and the first tick stays', async () => {
		await add(['Charge', 'Clean']);
		await add(['Test'], 'more');
		expect(lines().map(({ text }) => text)).toEqual(['Charge', 'Clean', 'Test']);
		const check = rowId('add', ticketCheck, '1');
		await desk.run('timo', 'tickets.tick', { check, done: true });
		await desk.run('greta', 'tickets.tick', { check, done: true }, { at: NOW + HOUR });
		expect(desk.store.row(ticketCheck, check)).toMatchObject({
			doneAt: NOW,
			doneByName: 'Timo Brandt'
		});
		await desk.run('greta', 'tickets.tick', { check, done: false });
		expect(desk.store.row(ticketCheck, check)).toMatchObject({ doneAt: null, doneBy: null });
	});

	it('end somewhere', async () => {
		for (let at = 0; at < MAX_CHECKS / 30; at += 1)
			await add(
				Array.from({ length: 30 }, () => 'x'),
				`m${at}`
			);
		expect(await add(['one more'], 'last')).toBe('tickets.too_many');
	});

	it('SYNC-AUD: are the working side’s own, and a hidden line answers as none', async () => {
		await add(['Charge']);
		const check = rowId('add', ticketCheck, '0');
		for (const who of ['erik', 'petra'] as const) {
			const run = (of: string) => desk.run(who, 'tickets.tick', { check: of, done: true });
			expect((await run(check)).verdict).toEqual((await run('none')).verdict);
		}
		expect(await desk.verdict('rosa', 'tickets.tick', { check, done: true })).toBe(
			'tickets.check_unknown'
		);
	});
});

describe('time', () => {
	it('a timer is a row that runs on, one a person and ticket', async () => {
		expect(await desk.verdict('timo', 'tickets.startTimer', { ticket: id }, { mid: 'timer' })).toBe(
			'applied'
		);
		expect(await desk.verdict('timo', 'tickets.startTimer', { ticket: id })).toBe(
			'tickets.timer_runs'
		);
		const entry = rowId('timer', ticketTime);
		expect(await desk.verdict('erik', 'tickets.stopTimer', { entry })).toBe('tickets.time_unknown');
		await desk.run(
			'timo',
			'tickets.stopTimer',
			{ entry, note: 'On site' },
			{ at: NOW + 12 * MINUTE + 1 }
		);
		expect(desk.store.row(ticketTime, entry)).toMatchObject({ minutes: 13, note: 'On site' });
		await desk.run('timo', 'tickets.stopTimer', { entry, minutes: 99 });
		expect(desk.store.row(ticketTime, entry).minutes).toBe(13);
	});

	it('is written down after the fact, not before it, and by oneself only', async () => {
		const log = (rest: JsonObject) =>
			desk.verdict('timo', 'tickets.logTime', { ticket: id, minutes: 30, ...rest }, { mid: 'log' });
		expect(await log({ startedAt: NOW + 1 })).toBe('tickets.time_ahead');
		expect(await log({})).toBe('applied');
		const entry = rowId('log', ticketTime);
		expect(desk.store.row(ticketTime, entry).startedAt).toBe(NOW - 30 * MINUTE);
		expect(await desk.verdict('greta', 'tickets.editTime', { entry, minutes: 5, note: '' })).toBe(
			'tickets.time_unknown'
		);
		expect(await desk.verdict('greta', 'tickets.removeTime', { entry })).toBe(
			'tickets.time_unknown'
		);
		expect(await desk.verdict('timo', 'tickets.removeTime', { entry })).toBe('applied');
	});

	it('counts begun minutes, and a forgotten timer ends with the day', () => {
		expect([0, 1, MINUTE, MINUTE + 1].map((ms) => minutesBetween(NOW, NOW + ms))).toEqual([
			1, 1, 1, 2
		]);
		expect(minutesBetween(NOW, NOW + 90 * HOUR)).toBe(MAX_MINUTES);
	});
});

describe('mentions and hand-over', () => {
	it('who is named in a note watches from then on and is told', async () => {
		const nuno = seedIds.person('nuno');
		const args = { ticket: id, audience: 'internal', body: '@Nuno?', mentions: [nuno, nuno] };
		const { events } = await desk.run('greta', 'tickets.comment', args, { mid: 'note' });
		expect(desk.store.childrenOf(ticketWatcher, id).map(({ person }) => person)).toContain(nuno);
		expect(events.find(({ name }) => name === 'tickets.mentioned')?.facts).toEqual({
			comment: rowId('note', ticketComment),
			persons: [nuno]
		});
	});

	it.each<[string, PersonKey, JsonObject, string]>([
		[
			'in a reply',
			'greta',
			{ audience: 'public', mentions: [seedIds.person('nuno')] },
			'tickets.mention_public'
		],
		[
			'of a requester',
			'greta',
			{ audience: 'internal', mentions: [seedIds.person('rosa')] },
			'tickets.person_unknown'
		],
		['of nobody', 'greta', { audience: 'internal', mentions: ['none'] }, 'tickets.person_unknown']
	])('refuses a mention %s', async (_what, who, rest, code) => {
		expect(await desk.verdict(who, 'tickets.comment', { ticket: id, body: 'x', ...rest })).toBe(
			code
		);
	});

	it('gives the ticket on with its note, and stops the timer of the one who leaves', async () => {
		await desk.run('timo', 'tickets.startTimer', { ticket: id }, { mid: 'timer' });
		const args = {
			ticket: id,
			team: seedIds.team('platform'),
			assignee: null,
			body: 'Looks like the gateway.'
		};
		expect(await desk.verdict('timo', 'tickets.handOver', args, { at: NOW + HOUR })).toBe(
			'applied'
		);
		expect(rowOf()).toMatchObject({ team: seedIds.team('platform'), assignee: null });
		const note = desk.store
			.childrenOf(ticketComment, id)
			.find(({ purpose }) => purpose === 'handover');
		expect(note).toMatchObject({ audience: 'internal', body: 'Looks like the gateway.' });
		expect(desk.store.row(ticketTime, rowId('timer', ticketTime)).minutes).toBe(60);
	});

	it('neither arrives without the other', async () => {
		const before = desk.store.dump();
		const args = { ticket: id, team: 'none', body: 'x' };
		expect(await desk.verdict('greta', 'tickets.handOver', args)).toBe('tickets.team_unknown');
		expect(desk.store.dump()).toEqual(before);
	});
});

describe('DOMAIN-1: a major incident', () => {
	const slow = seedIds.ticket('slow-erp');
	const facts = () => desk.store.row(ticketMajor, majorId(slow));
	const run = (name: string, rest: JsonObject = {}, at = NOW, who: PersonKey = 'greta') =>
		desk.verdict(who, `tickets.${name}`, { ticket: slow, ...rest }, { at });
	const step = (verb: string, code: string | null = null, note: string | null = null) => ({
		verb,
		from: rowOf(slow).state,
		code,
		note
	});

	it('has a lead and news at a cadence, which the end of the work stops and a reopening starts anew', async () => {
		expect(await run('declareMajor', { lead: seedIds.person('erik'), cadence: 30 })).toBe(
			'applied'
		);
		expect(rowOf(slow).major).toBe(true);
		expect(facts()).toMatchObject({ leadName: 'Erik Halloran', nextUpdateDue: NOW + 30 * MINUTE });
		await run('postUpdate', { body: 'We know the cause.' }, NOW + 10 * MINUTE);
		expect(facts()).toMatchObject({
			lastUpdateAt: NOW + 10 * MINUTE,
			nextUpdateDue: NOW + 40 * MINUTE
		});
		const news = desk.store
			.childrenOf(ticketComment, slow)
			.filter(({ purpose }) => purpose === 'update');
		expect(news).toMatchObject([{ audience: 'public', body: 'We know the cause.' }]);
		await run('editMajor', { changes: { cadence: 60 } }, NOW + 11 * MINUTE);
		expect(facts().nextUpdateDue).toBe(NOW + 70 * MINUTE);
		await run('transition', step('resolve', 'fixed', 'Done.'), NOW + HOUR);
		expect(facts().nextUpdateDue).toBeNull();
		await run('postUpdate', { body: 'It is over.' }, NOW + HOUR);
		expect(facts().nextUpdateDue).toBeNull();
		await run('transition', step('reopen'), NOW + 2 * HOUR);
		expect(facts().nextUpdateDue).toBe(NOW + 3 * HOUR);
	});

	it('is reviewed once it is over, for the working side', async () => {
		await run('declareMajor');
		expect(await run('reviewMajor', { body: 'x' })).toBe('tickets.still_open');
		await run('transition', step('resolve', 'fixed', 'Done.'));
		expect(await run('reviewMajor', { body: 'Alert on lock waits.' })).toBe('applied');
		expect(facts().reviewedAt).toBe(NOW);
		const review = desk.store
			.childrenOf(ticketComment, slow)
			.find(({ purpose }) => purpose === 'review');
		expect(review?.audience).toBe('internal');
	});

	it('is stood down with a reason, and can be declared again', async () => {
		expect(await run('standDown', { reason: 'x' })).toBe('tickets.not_major');
		await run('declareMajor');
		expect(await run('declareMajor')).toBe('tickets.already_major');
		expect(await run('standDown', { reason: 'One clerk only.' })).toBe('applied');
		expect(rowOf(slow).major).toBe(false);
		expect(facts()).toMatchObject({ isOver: true, nextUpdateDue: null });
		expect(await run('declareMajor')).toBe('applied');
		expect(facts().isOver).toBe(false);
	});

	it.each<[string, PersonKey, string, JsonObject, string]>([
		['a request', 'greta', 'adapter', {}, 'tickets.not_an_incident'],
		['what is over', 'greta', 'locked-out', {}, 'tickets.closed'],
		[
			'led by a requester',
			'greta',
			'keyboard',
			{ lead: seedIds.person('rosa') },
			'tickets.assignee_unfit'
		],
		['by a technician', 'timo', 'dock-scanner', {}, 'forbidden'],
		['by its requester', 'amir', 'keyboard', {}, 'forbidden']
	])('is not %s', async (_what, who, key, rest, code) => {
		const args = { ticket: seedIds.ticket(key), ...rest };
		expect(await desk.verdict(who, 'tickets.declareMajor', args)).toBe(code);
	});
});
