import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { baseOf, rowId, type JsonObject } from '#domain/kernel/index.ts';
import {
	inverseOf,
	macro,
	planMacro,
	render,
	templateFailure,
	templateVariables,
	ticket,
	ticketCheck,
	ticketComment,
	ticketEvent,
	undoableParts,
	type Ticket
} from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk } from '#test/support/company.ts';

const seeded = await company();
let desk: Desk;
beforeEach(() => {
	desk = new Desk(seeded.copy());
});
const id = seedIds.ticket('keyboard');
const rowOf = (): Ticket => desk.store.row(ticket, id);
const around = { teamName: null, siteName: 'Porto' };

describe('UX-55: render', () => {
	it('fills what it knows, keeps and reports what does not exist, reports what is empty', () => {
		const values = { 'requester.name': 'Rosa Klein', 'ticket.number': null };
		const { text, failures } = render('Hi {{ requester.name }}, {{ticket.number}}{{x.y}}', values);
		expect(text).toBe('Hi Rosa Klein, {{x.y}}');
		expect(failures).toEqual([
			{
				code: 'tickets.variable_empty',
				field: 'body',
				facts: { variable: 'ticket.number', at: 25 }
			},
			{ code: 'tickets.variable_unknown', field: 'body', facts: { variable: 'x.y', at: 42 } }
		]);
	});

	it('runs once: a value that looks like a variable, or like a pattern, stays the text that it is', () => {
		const value = fc.oneof(
			fc.constantFrom('{{agent.name}}', '$&', '$1', '$$', '<b>'),
			fc.string({ minLength: 1 })
		);
		fc.assert(
			fc.property(
				value,
				fc.string().filter((text) => !text.includes('{')),
				(name, rest) => {
					const { text, failures } = render(`${rest}{{requester.name}}`, {
						'requester.name': name
					});
					expect(text).toBe(rest + name);
					expect(failures).toEqual([]);
				}
			)
		);
	});

	it('knows every variable of the list and nothing of an object', () => {
		for (const name of templateVariables)
			expect(templateFailure(`{{${name}}}`, 'body')).toBeUndefined();
		for (const name of ['constructor', '__proto__', 'toString']) {
			expect(templateFailure(`{{${name}}}`, 'body')?.code).toBe('tickets.variable_unknown');
		}
		expect(templateFailure('{{ two words }} and {{', 'body')).toBeUndefined();
	});
});

describe('macros', () => {
	const add = (who: PersonKey, args: JsonObject) =>
		desk.verdict(who, 'tickets.addMacro', {
			title: 'M',
			audience: 'public',
			body: 'x',
			deeds: {},
			share: 'private',
			...args
		});

	it.each<[string, PersonKey, JsonObject, string]>([
		['one of one’s own', 'timo', {}, 'applied'],
		['one for the own team', 'timo', { share: 'team', team: seedIds.team('field') }, 'applied'],
		['one for another team', 'timo', { share: 'team', team: seedIds.team('desk') }, 'forbidden'],
		['one for the desk, from outside it', 'timo', { share: 'desk' }, 'forbidden'],
		['one for the desk', 'greta', { share: 'desk' }, 'applied'],
		['by a requester', 'rosa', {}, 'forbidden'],
		['without a team', 'greta', { share: 'team' }, 'tickets.team_unknown'],
		['for no team known', 'greta', { share: 'team', team: 'none' }, 'tickets.team_unknown'],
		['that does nothing', 'greta', { body: ' ' }, 'tickets.macro_empty'],
		['with an unknown variable', 'greta', { body: '{{no.such}}' }, 'tickets.variable_unknown'],
		[
			'with a step that has its own command',
			'greta',
			{ deeds: { step: { verb: 'merge', code: null, note: '' } } },
			'invalid'
		]
	])('%s, kept: %s', async (_what, who, args, code) => {
		expect(await add(who, args)).toBe(code);
	});

	it('SYNC-AUD: somebody else’s own macro answers as one that does not exist', async () => {
		await desk.run(
			'greta',
			'tickets.addMacro',
			{ title: 'M', audience: 'public', body: 'x', deeds: {}, share: 'private' },
			{ mid: 'own' }
		);
		const edit = (of: string) =>
			desk.run('nuno', 'tickets.editMacro', { macro: of, changes: { title: 'N' } });
		expect((await edit(rowId('own', macro))).verdict).toEqual((await edit('none')).verdict);
		expect(macro.scopes(desk.store.row(macro, rowId('own', macro)))).toEqual([
			`user:${seedIds.person('greta')}`
		]);
	});
});

describe('UX-55: tickets.runMacro', () => {
	const password = () => desk.store.row(macro, seedIds.macro('password'));

	it('the plan is what is sent: words filled in, what is so already left out, the gaps reported', () => {
		const { args, failures } = planMacro(password(), rowOf(), desk.actor('greta'), around);
		expect(failures).toEqual([]);
		expect(args).toMatchObject({
			changes: { tags: ['password'] },
			assignment: { assignee: seedIds.person('greta') },
			reply: { audience: 'public' },
			step: { verb: 'resolve', from: 'new', code: 'fixed', note: 'Account unlocked.' }
		});
		expect(String((args['reply'] as JsonObject)['body'])).toMatch(/^Hello Amir,/);
		const thanks = planMacro(
			desk.store.row(macro, seedIds.macro('thanks')),
			rowOf(),
			desk.actor('greta'),
			around
		);
		expect(thanks.failures).toMatchObject([
			{ code: 'tickets.variable_empty', field: 'reply.body' }
		]);
	});

	it('does all of it in one command', async () => {
		const { args } = planMacro(password(), rowOf(), desk.actor('greta'), around);
		expect(await desk.verdict('greta', 'tickets.runMacro', args)).toBe('applied');
		expect(rowOf()).toMatchObject({
			state: 'resolved',
			assignee: seedIds.person('greta'),
			tags: ['password']
		});
		expect(desk.store.childrenOf(ticketComment, id)).toHaveLength(1);
		const told = desk.store.childrenOf(ticketEvent, id).map(({ what }) => what);
		expect(told).toEqual(expect.arrayContaining(['edit', 'assign', 'resolve']));
	});

	it('UX-13: is taken back part by part; what was said stays', async () => {
		const { args } = planMacro(password(), rowOf(), desk.actor('greta'), around);
		const before = rowOf();
		await desk.run('greta', 'tickets.runMacro', args, { mid: 'macro' });
		const parts = undoableParts({ name: 'tickets.runMacro', args });
		expect(parts.map(({ name }) => name)).toEqual([
			'tickets.transition',
			'tickets.assign',
			'tickets.edit'
		]);
		for (const part of parts) {
			const undo = inverseOf({ ...part, mid: 'macro' }, before);
			if (!undo) throw new Error(`${part.name} has no way back`);
			expect(await desk.verdict('greta', undo.name, undo.args, { base: undo.base })).toBe(
				'applied'
			);
		}
		const { stateSince: _, updatedAt: __, ...after } = rowOf();
		expect(before).toMatchObject(after);
		expect(desk.store.childrenOf(ticketComment, id)).toHaveLength(1);
	});

	it('UX-13: a hand-over is taken back as an assignment, its note stays', () => {
		const args = { ticket: id, body: 'x', team: null, assignee: 'p' };
		expect(undoableParts({ name: 'tickets.handOver', args })).toEqual([
			{ name: 'tickets.assign', args: { ticket: id, team: null, assignee: 'p' } }
		]);
		const other = { name: 'tickets.comment', args };
		expect(undoableParts(other)).toEqual([other]);
	});

	it('or nothing: a part that is refused names itself and leaves no trace', async () => {
		const { args } = planMacro(password(), rowOf(), desk.actor('greta'), around);
		const before = desk.store.dump();
		const cases: [JsonObject, string, string][] = [
			[
				{ step: { verb: 'resolve', from: 'new', code: 'lunch', note: 'x' } },
				'tickets.code_unknown',
				'step.code'
			],
			[
				{ step: { verb: 'resolve', from: 'pending', code: 'fixed', note: 'x' } },
				'tickets.state_moved',
				'step.from'
			],
			[
				{ assignment: { assignee: seedIds.person('rosa') } },
				'tickets.assignee_unfit',
				'assignment.assignee'
			],
			[{ priority: { priority: 1, reason: ' ' } }, 'tickets.reason_missing', 'priority.reason'],
			[{ changes: { site: 'nowhere' } }, 'tickets.site_unknown', 'changes.site'],
			[
				{ reply: { audience: 'public', body: 'x', mentions: [seedIds.person('nuno')] } },
				'tickets.mention_public',
				'reply.mentions'
			]
		];
		for (const [change, code, field] of cases) {
			const { verdict } = await desk.run('greta', 'tickets.runMacro', { ...args, ...change });
			expect(verdict).toMatchObject({ failure: { code, field } });
			expect(desk.store.dump()).toEqual(before);
		}
	});

	it('keeps what somebody else changed meanwhile, names it, and does the rest', async () => {
		const base = baseOf(rowOf(), ['tags']);
		const { args } = planMacro(password(), rowOf(), desk.actor('greta'), around);
		await desk.run('nuno', 'tickets.edit', {
			ticket: id,
			changes: { tags: ['broken'], title: 'Other' }
		});
		const { verdict } = await desk.run(
			'greta',
			'tickets.runMacro',
			{ ...args, changes: { tags: ['password'], urgency: 1 } },
			{ base }
		);
		expect(verdict).toEqual({ kind: 'merged', fields: ['tags'] });
		expect(rowOf()).toMatchObject({ tags: ['broken'], urgency: 1, state: 'resolved' });
	});

	it('adds the lines of a checklist', async () => {
		const { args } = planMacro(
			desk.store.row(macro, seedIds.macro('new-device')),
			rowOf(),
			desk.actor('greta'),
			around
		);
		await desk.run('greta', 'tickets.runMacro', args);
		const lines = desk.store.childrenOf(ticketCheck, id).sort((a, b) => a.position - b.position);
		expect(lines.map(({ text }) => text)[0]).toBe('Asset label');
		expect(lines).toHaveLength(4);
	});
});
