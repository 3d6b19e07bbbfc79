import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE, rowId } from '#domain/kernel/index.ts';
import {
	inverseOf,
	REOPEN_WINDOW,
	ticket,
	ticketEvent,
	UNDO_WINDOW,
	type Ticket
} from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk, NOW } from '#test/support/company.ts';

const seeded = await company();
const working = seedIds.ticket('vpn-porto');
const resolved = seedIds.ticket('headset');
let desk: Desk;
beforeEach(() => {
	desk = new Desk(seeded.copy());
});

const rowOf = (id: string): Ticket => desk.store.row(ticket, id);
const resolve = {
	ticket: working,
	verb: 'resolve',
	from: 'in_progress',
	code: 'fixed',
	note: 'Done.'
};

describe('tickets.transition when somebody else was faster (SYNC.md section 6)', () => {
	it('takes a step that is still legal from where the ticket stands', async () => {
		await desk.run('greta', 'tickets.transition', {
			ticket: working,
			verb: 'pend',
			from: 'in_progress',
			code: 'supplier'
		});
		expect(await desk.verdict('yuki', 'tickets.transition', resolve)).toBe('applied');
		expect(rowOf(working)).toMatchObject({
			state: 'resolved',
			pendingReason: null,
			resolution: 'fixed'
		});
	});

	it('rejects one that is not, and says which state was seen and which was found', async () => {
		const cancel = { ticket: working, verb: 'cancel', from: 'in_progress', code: 'mistake' };
		await desk.run('greta', 'tickets.transition', cancel);
		const { verdict } = await desk.run('yuki', 'tickets.transition', resolve);
		expect(verdict).toEqual({
			kind: 'rejected',
			failure: {
				code: 'tickets.state_moved',
				field: 'from',
				facts: { seen: 'in_progress', state: 'cancelled' }
			}
		});
	});

	it('the same step twice is applied once; with words of its own it is rejected, so that they are not lost', async () => {
		const confirm = { ticket: resolved, verb: 'confirm', from: 'resolved' };
		await desk.run('jonas', 'tickets.transition', confirm);
		const before = desk.store.dump();
		expect(await desk.verdict('jonas', 'tickets.transition', confirm)).toBe('applied');
		expect(desk.store.dump()).toEqual(before);
		await desk.run('yuki', 'tickets.transition', resolve);
		expect(await desk.verdict('greta', 'tickets.transition', { ...resolve, note: 'Me too.' })).toBe(
			'tickets.state_moved'
		);
	});

	it('a step that was never legal says so', async () => {
		const args = { ticket: working, verb: 'confirm', from: 'in_progress' };
		expect(await desk.verdict('clara', 'tickets.transition', args)).toBe(
			'tickets.step_not_allowed'
		);
	});
});

describe('reopen, withdraw, approve', () => {
	it('reopens within the window and not after it', async () => {
		const args = { ticket: resolved, verb: 'reopen', from: 'resolved', note: 'Again.' };
		const { stateSince } = rowOf(resolved);
		const late = { at: stateSince + REOPEN_WINDOW + 1 };
		expect(await desk.verdict('jonas', 'tickets.transition', args, late)).toBe(
			'tickets.reopen_too_late'
		);
		const inTime = { at: stateSince + REOPEN_WINDOW };
		expect(await desk.verdict('jonas', 'tickets.transition', args, inTime)).toBe('applied');
		expect(rowOf(resolved)).toMatchObject({
			state: 'in_progress',
			reopenCount: 1,
			resolution: null,
			resolvedAt: null
		});
	});

	it('a requester withdraws what nobody has started, and only their own', async () => {
		const args = { ticket: seedIds.ticket('keyboard'), verb: 'withdraw', from: 'new' };
		expect(await desk.verdict('rosa', 'tickets.transition', args)).toBe('tickets.unknown');
		expect(await desk.verdict('amir', 'tickets.transition', args)).toBe('applied');
		const started = { ticket: working, verb: 'withdraw', from: 'in_progress' };
		expect(await desk.verdict('clara', 'tickets.transition', started)).toBe(
			'tickets.step_not_allowed'
		);
	});

	it('DOMAIN-5: nobody approves what they asked for or entered, and work waits for the approval', async () => {
		const args = { kind: 'request', title: 'Mine', catalogItem: seedIds.item('access') };
		const answers = [
			{ id: 'system', value: 'HR' },
			{ id: 'level', value: 'read' }
		];
		await desk.run('malik', 'tickets.create', { ...args, answers }, { mid: 'own' });
		const id = rowId('own', ticket);
		const approve = { ticket: id, verb: 'approve', from: 'waiting_approval' };
		expect(await desk.verdict('malik', 'tickets.transition', approve)).toBe('tickets.own_approval');
		const start = { ticket: id, verb: 'start', from: 'waiting_approval' };
		expect(await desk.verdict('greta', 'tickets.transition', start)).toBe(
			'tickets.step_not_allowed'
		);
	});
});

describe('facts', () => {
	it('SYNC-TIME: never go back on one ticket, whatever the clock of the device says', async () => {
		const before = rowOf(working).updatedAt;
		await desk.run('yuki', 'tickets.transition', resolve, { at: before - DAY });
		expect(rowOf(working)).toMatchObject({
			updatedAt: before,
			resolvedAt: before,
			stateSince: before
		});
	});
});

describe('undo', () => {
	it('UX-13: puts the state back as it was, and keeps both in the timeline', async () => {
		const before = rowOf(working);
		await desk.run('yuki', 'tickets.transition', resolve, { mid: 'slip' });
		const undo = inverseOf({ name: 'tickets.transition', args: resolve, mid: 'slip' }, before);
		expect(undo?.name).toBe('tickets.undoStep');
		expect(await desk.verdict('yuki', undo?.name ?? '', undo?.args ?? {})).toBe('applied');
		const { state, resolution, resolvedAt } = before;
		expect(rowOf(working)).toMatchObject({ state, resolution, resolvedAt });
		const told = desk.store.childrenOf(ticketEvent, working).map((event) => event.what);
		expect(told.slice(-2).sort()).toEqual(['resolve', 'undo']);
	});

	it("is for one's own last step and for a short time only", async () => {
		await desk.run('yuki', 'tickets.transition', resolve, { mid: 'slip' });
		const args = { ticket: working, event: rowId('slip', ticketEvent, 'resolve') };
		expect(await desk.verdict('greta', 'tickets.undoStep', args)).toBe('forbidden');
		const late = { at: NOW + UNDO_WINDOW + MINUTE };
		expect(await desk.verdict('yuki', 'tickets.undoStep', args, late)).toBe(
			'tickets.undo_too_late'
		);
		const reopen = { ticket: working, verb: 'reopen', from: 'resolved' };
		await desk.run('clara', 'tickets.transition', reopen);
		expect(await desk.verdict('yuki', 'tickets.undoStep', args)).toBe('tickets.state_moved');
	});

	it('of an assignment gives the ticket back, unless somebody else has given it on', async () => {
		const id = seedIds.ticket('keyboard');
		const before = rowOf(id);
		const args = { ticket: id, team: seedIds.team('field'), assignee: seedIds.person('timo') };
		await desk.run('greta', 'tickets.assign', args);
		const undo = inverseOf({ name: 'tickets.assign', args, mid: 'm' }, before);
		if (!undo) throw new Error('No inverse');
		const elsewhere = new Desk(desk.store.copy());
		await elsewhere.run('nuno', 'tickets.assign', { ticket: id, assignee: seedIds.person('ines') });
		const { base } = undo;
		expect(await elsewhere.verdict('greta', undo.name, undo.args, { base })).toBe('conflict');
		expect(await desk.verdict('greta', undo.name, undo.args, { base })).toBe('applied');
		expect(rowOf(id)).toMatchObject({
			state: 'new',
			team: null,
			assignee: null,
			assigneeName: null
		});
	});

	it('of an edit restores the old values; a comment has no inverse', async () => {
		const before = rowOf(working);
		const args = { ticket: working, changes: { title: 'Other', urgency: 3 } };
		await desk.run('greta', 'tickets.edit', args);
		const undo = inverseOf({ name: 'tickets.edit', args, mid: 'm' }, before);
		await desk.run('greta', undo?.name ?? '', undo?.args ?? {}, { base: undo?.base ?? {} });
		const { title, urgency, priority } = before;
		expect(rowOf(working)).toMatchObject({ title, urgency, priority });
		expect(inverseOf({ name: 'tickets.comment', args: {}, mid: 'm' }, before)).toBeUndefined();
	});
});
