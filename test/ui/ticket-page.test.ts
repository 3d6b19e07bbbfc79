import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { macro, planMacro, ticket, type Ticket } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk } from '#test/support/company.ts';
import { editedArgs, fieldsIn, wordsOf } from '#ui/tickets/macro-form.ts';
import { isTemplate, planWords } from '#ui/tickets/macro-words.ts';
import { mentionAt, mentionsIn, withMention } from '#ui/tickets/mentions.ts';
import { ticketDeeds } from '#ui/tickets/ticket-deeds.ts';
import { minutesFrom, minutesOf } from '#ui/tickets/time-form.ts';

let desk: Desk;
let row: Ticket;
beforeAll(async () => {
	desk = new Desk(await company());
	row = desk.store.row(ticket, seedIds.ticket('keyboard'));
});

describe('time that is typed', () => {
	it.each([
		['90', 90],
		['1:30', 90],
		['1h 30m', 90],
		['1.5 h', 90],
		['1,5h', 90],
		['2 hours', 120],
		['45 min', 45],
		['24:00', 1440],
		['', undefined],
		['0', undefined],
		['24:01', undefined],
		['1:75', undefined],
		['soon', undefined],
		['-5', undefined],
		['1e3', undefined]
	])('%j is %j minutes', (text, minutes) => {
		expect(minutesFrom(text)).toBe(minutes);
	});

	it('reads back every length that an entry can have', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1440 }), (minutes) => {
				expect(minutesFrom(String(minutes))).toBe(minutes);
				const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
				expect(minutesFrom(clock)).toBe(minutes);
			})
		);
	});

	it('a timer counts begun minutes, and never runs backwards under a wrong clock', () => {
		expect(minutesOf({ minutes: null, startedAt: 1_000_000 }, 1_061_000)).toBe(2);
		expect(minutesOf({ minutes: null, startedAt: 1_000_000 }, 0)).toBe(1);
		expect(minutesOf({ minutes: 7, startedAt: 0 }, 1_061_000)).toBe(7);
	});
});

describe('UX-55: mentions', () => {
	it.each([
		['Ask @nun', 'nun'],
		['@Inês Ro', 'Inês Ro'],
		['(@nuno', 'nuno'],
		['mail me@nuno', undefined],
		['@', undefined],
		['@nuno.', 'nuno.'],
		['no name', undefined]
	])('%j seeks %j', (text, query) => {
		expect(mentionAt(text, text.length)?.query).toBe(query);
	});

	it('put the whole name in, keep what follows, and count only while the name stands', () => {
		const text = 'Ask @nun about it';
		const found = mentionAt(text, 8);
		if (!found) throw new Error('not found');
		const put = withMention(text, found, 'Nuno Carvalho');
		expect(put.text).toBe('Ask @Nuno Carvalho about it');
		expect(put.text.slice(0, put.caret)).toBe('Ask @Nuno Carvalho ');
		const picked = [
			{ id: 'n', name: 'Nuno Carvalho' },
			{ id: 'n', name: 'Nuno Carvalho' },
			{ id: 't', name: 'Timo Brandt' }
		];
		expect(mentionsIn(put.text, picked)).toEqual(['n']);
		expect(mentionsIn('Ask nobody', picked)).toEqual([]);
	});
});

describe('UX-55: a macro before it runs', () => {
	const planOf = (key: string) =>
		planMacro(desk.store.row(macro, seedIds.macro(key)), row, desk.actor('greta'), {
			teamName: null,
			siteName: null
		});
	const names = { team: (id: string) => `team ${id}`, person: () => 'Greta' };

	it('says line by line what it will do', () => {
		expect(planWords(planOf('password'), row, names)).toEqual([
			'Adds tags: password',
			'Assigns it to Greta',
			'Resolve: fixed'
		]);
		expect(planWords(planOf('new-device'), row, names)).toEqual(['Adds 4 lines to the checklist']);
		expect(isTemplate(desk.store.row(macro, seedIds.macro('thanks')))).toBe(true);
	});

	it('sends the words as the person left them, none when none are left, and nothing when nothing is left to do', () => {
		const plan = planOf('password');
		expect(wordsOf(plan).note).toBe('Account unlocked.');
		const args = editedArgs(plan, { body: ' Mine ', note: '' }, 'public');
		expect(args).toMatchObject({
			reply: { audience: 'public', body: 'Mine' },
			step: { verb: 'resolve', note: null }
		});
		expect(fieldsIn(args ?? {})).toEqual(['tags', 'assignee']);
		expect(editedArgs(plan, { body: ' ', note: 'x' }, 'public')).not.toHaveProperty('reply');
		expect(editedArgs(planOf('thanks'), { body: '', note: '' }, 'public')).toBeUndefined();
	});
});

describe('UX-56: what can be done besides the steps', () => {
	const dialogs = (of: Ticket, may = (_: string) => true) =>
		ticketDeeds(of, may).map(({ dialog }) => dialog);

	it('depends on the state, the kind and the permissions', () => {
		expect(dialogs(row)).toEqual([
			'handOver',
			'priority',
			'link',
			'merge',
			'split',
			'declareMajor'
		]);
		expect(dialogs({ ...row, major: true })).not.toContain('merge');
		expect(dialogs({ ...row, kind: 'request' })).not.toContain('declareMajor');
		expect(dialogs({ ...row, state: 'closed' })).toEqual(['link', 'split']);
		expect(dialogs(row, (permission) => permission === 'tickets.link')).toEqual(['link']);
	});
});
