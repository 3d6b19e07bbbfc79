import { beforeAll, describe, expect, it } from 'vitest';
import { baseOf } from '#domain/kernel/index.ts';
import { ticket, type Ticket } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk, NOW } from '#test/support/company.ts';
import { bulkCommand, bulkSteps } from '#ui/tickets/bulk-change.ts';
import { changeFrom, emptyForm } from '#ui/tickets/bulk-form.ts';

let row: Ticket;
let printer: Ticket;
let desk: Desk;
beforeAll(async () => {
	desk = new Desk(await company());
	row = desk.store.row(ticket, seedIds.ticket('dock-scanner'));
	printer = desk.store.row(ticket, seedIds.ticket('printer-jam'));
});

describe('UX-51: one change for many tickets', () => {
	it('is a command on each, resting on what was seen', () => {
		expect(bulkCommand({ kind: 'assign', team: null, assignee: 'p9' }, row)).toMatchObject({
			name: 'tickets.assign',
			args: { ticket: row.id, team: null, assignee: 'p9' },
			base: baseOf(row, ['team', 'assignee'])
		});
		const step = { kind: 'step', verb: 'resolve', code: 'fixed', note: 'Done' } as const;
		expect(bulkCommand(step, row)).toEqual({
			name: 'tickets.transition',
			args: { ticket: row.id, verb: 'resolve', from: row.state, code: 'fixed', note: 'Done' }
		});
		const priority = { kind: 'priority', level: 1, reason: 'Outage' } as const;
		expect(bulkCommand(priority, { ...row, priority: 3 })).toMatchObject({
			name: 'tickets.setPriority',
			args: { ticket: row.id, priority: 1, reason: 'Outage' }
		});
	});

	it('adds and removes tags without touching the others', () => {
		const tagged = { ...row, tags: ['dock', 'night'] };
		const change = { kind: 'tags', add: ['dock', 'vip'], remove: ['night'] } as const;
		expect(bulkCommand(change, tagged)?.args).toEqual({
			ticket: row.id,
			changes: { tags: ['dock', 'vip'] }
		});
	});

	it('is nothing where it is so already', () => {
		const { assignee, team, tags } = row;
		expect(bulkCommand({ kind: 'assign', assignee, team }, row)).toBeUndefined();
		expect(bulkCommand({ kind: 'tags', add: [...tags], remove: ['never'] }, row)).toBeUndefined();
		const level = row.priority;
		expect(bulkCommand({ kind: 'priority', level, reason: 'x' }, row)).toBeUndefined();
	});

	it('offers each step that some ticket can take, with what any of them must be told', async () => {
		const actor = desk.actor('greta');
		const steps = await bulkSteps([row, printer], actor, NOW);
		const resolve = steps.find(({ verb }) => verb === 'resolve');
		expect(resolve).toMatchObject({ count: 2, needs: ['code', 'note'] });
		expect(resolve?.codes).toContain('fixed');
		expect(steps.map(({ verb }) => verb)).not.toContain('assign');
		expect(await bulkSteps([], actor, NOW)).toEqual([]);
	});
});

describe('UX-51: the form of a bulk', () => {
	const steps = [
		{ verb: 'resolve', needs: ['code', 'note'], codes: ['fixed'], count: 1, example: {} as Ticket }
	] as const;

	it('names what is missing', () => {
		expect(changeFrom('assign', emptyForm, [])).toEqual({ missing: 'assignee' });
		expect(changeFrom('step', emptyForm, steps)).toEqual({ missing: 'verb' });
		const resolve = { ...emptyForm, verb: 'resolve' };
		expect(changeFrom('step', resolve, steps)).toEqual({ missing: 'code' });
		expect(changeFrom('step', { ...resolve, code: 'fixed' }, steps)).toEqual({ missing: 'note' });
		expect(changeFrom('priority', emptyForm, [])).toEqual({ missing: 'level' });
		expect(changeFrom('priority', { ...emptyForm, level: '1' }, [])).toEqual({ missing: 'reason' });
		expect(changeFrom('tags', emptyForm, [])).toEqual({ missing: 'add' });
	});

	it('says only what was chosen', () => {
		expect(changeFrom('assign', { ...emptyForm, assignee: '' }, [])).toEqual({
			kind: 'assign',
			assignee: null
		});
		expect(changeFrom('priority', { ...emptyForm, level: '' }, [])).toEqual({
			kind: 'priority',
			level: null,
			reason: ''
		});
		expect(changeFrom('tags', { ...emptyForm, add: 'a, b', remove: 'c' }, [])).toEqual({
			kind: 'tags',
			add: ['a', 'b'],
			remove: ['c']
		});
	});
});
