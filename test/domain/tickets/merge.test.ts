import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, rowId, type JsonObject } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import {
	clockFactsOf,
	inverseOf,
	pausesOf,
	ticket,
	ticketComment,
	ticketEvent,
	ticketLink,
	ticketMerge,
	unionOf,
	UNDO_WINDOW,
	type Interval,
	type State,
	type Ticket
} from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk, NOW } from '#test/support/company.ts';
import type { Command, Ran } from '#test/support/memory-tx.ts';

const seeded = await company();
let desk: Desk;
beforeEach(() => {
	desk = new Desk(seeded.copy());
});
const source = seedIds.ticket('keyboard');
const target = seedIds.ticket('slow-erp');
const third = seedIds.ticket('mail-double');
const rowOf = (id: string): Ticket => desk.store.row(ticket, id);

/** Runs the command, and as the system what follows from it, until nothing does. Each is delivered twice. */
async function settle(
	who: PersonKey | 'system',
	name: string,
	args: JsonObject,
	rest: Partial<Command> = {}
) {
	const ran = await desk.run(who, name, args, rest);
	const waiting = [...ran.events];
	for (let event = waiting.shift(); event; event = waiting.shift()) {
		const next = event;
		const deeds = registry.reactions
			.filter(({ on }) => on === next.name)
			.flatMap((one) => one.then(next))
			.filter((deed) => 'mutator' in deed);
		for (const { mutator, args: given } of deeds) {
			for (const _ of ['first', 'second']) {
				const { events }: Ran = await desk.run(
					'system',
					mutator,
					given,
					rest.at ? { at: rest.at } : {}
				);
				waiting.push(...events);
			}
		}
	}
	return ran;
}

const step = (
	id: string,
	verb: string,
	code: string | null = null,
	note: string | null = null
) => ({
	ticket: id,
	verb,
	from: rowOf(id).state,
	code,
	note
});

describe('DOMAIN-3: merge', () => {
	it('ends the source as merged, leaves its children where they are, and gives the target its facts', async () => {
		await desk.run('amir', 'tickets.comment', {
			ticket: source,
			audience: 'public',
			body: 'Still.'
		});
		const before = desk.store.childrenOf(ticketComment, source);
		const args = { ticket: source, into: target, note: 'Same cause.' };
		expect(await desk.verdict('greta', 'tickets.merge', args)).toBe('applied');
		expect(rowOf(source)).toMatchObject({ state: 'merged', mergedInto: target, closedAt: NOW });
		expect(rowOf(target).state).toBe('in_progress');
		expect(desk.store.childrenOf(ticketComment, source)).toEqual(before);
		expect(desk.store.childrenOf(ticketMerge, target)).toMatchObject([
			{ source, startedAt: rowOf(source).openedAt, pauses: [], undoneAt: null }
		]);
		const told = desk.store.childrenOf(ticketEvent, target).at(-1);
		expect(told).toMatchObject({ what: 'take_in', audience: 'internal' });
	});

	it('keeps the earliest start and the union of pauses, through a chain of merges', async () => {
		const pended = await desk.run('greta', 'tickets.transition', step(third, 'pend', 'part'), {
			at: NOW - 2 * HOUR
		});
		expect(pended.verdict.kind).toBe('applied');
		await desk.run('greta', 'tickets.transition', step(third, 'resume'), { at: NOW - HOUR });
		await desk.run('greta', 'tickets.merge', { ticket: third, into: source });
		await desk.run('greta', 'tickets.merge', { ticket: source, into: target });
		const [facts] = desk.store.childrenOf(ticketMerge, target);
		expect(facts).toMatchObject({
			startedAt: rowOf(third).openedAt,
			pauses: [{ from: NOW - 2 * HOUR, to: NOW - HOUR }]
		});
	});

	it.each<[string, PersonKey, () => JsonObject, string]>([
		['with itself', 'greta', () => ({ ticket: source, into: source }), 'tickets.link_to_itself'],
		[
			'of two kinds',
			'greta',
			() => ({ ticket: source, into: seedIds.ticket('adapter') }),
			'tickets.merge_kinds'
		],
		[
			'into what is over',
			'greta',
			() => ({ ticket: source, into: seedIds.ticket('locked-out') }),
			'tickets.closed'
		],
		[
			'of what is over',
			'greta',
			() => ({ ticket: seedIds.ticket('locked-out'), into: target }),
			'tickets.step_not_allowed'
		],
		['by its requester', 'amir', () => ({ ticket: source, into: target }), 'forbidden'],
		[
			'into a hidden ticket',
			'timo',
			() => ({ ticket: seedIds.ticket('dock-scanner'), into: target }),
			'tickets.unknown'
		]
	])('is refused %s', async (_what, who, args, code) => {
		const before = desk.store.dump();
		expect(await desk.verdict(who, 'tickets.merge', args())).toBe(code);
		expect(desk.store.dump()).toEqual(before);
	});

	it('a parent and a major incident do not end in another ticket', async () => {
		await desk.run('greta', 'tickets.link', { ticket: source, other: third, type: 'parent_of' });
		expect(await desk.verdict('greta', 'tickets.merge', { ticket: source, into: target })).toBe(
			'tickets.has_children'
		);
		await desk.run('greta', 'tickets.declareMajor', { ticket: target });
		expect(await desk.verdict('greta', 'tickets.merge', { ticket: target, into: third })).toBe(
			'tickets.major_stays'
		);
	});

	it('UX-13: undone, the ticket stands as before and the target reckons without it; merged again it counts again', async () => {
		const before = rowOf(source);
		const args = { ticket: source, into: target };
		await desk.run('greta', 'tickets.merge', args, { mid: 'merge' });
		const undo = inverseOf({ name: 'tickets.merge', args, mid: 'merge' }, before);
		expect(
			await desk.verdict('nuno', undo?.name ?? '', undo?.args ?? {}, { at: NOW + 9 * HOUR })
		).toBe('applied');
		const { state, closedAt, mergedInto } = before;
		expect(rowOf(source)).toMatchObject({ state, closedAt, mergedInto });
		expect(desk.store.childrenOf(ticketMerge, target)).toMatchObject([
			{ undoneAt: NOW + 9 * HOUR }
		]);
		await desk.run('greta', 'tickets.merge', args, { at: NOW + 10 * HOUR });
		const facts = desk.store.childrenOf(ticketMerge, target);
		expect(facts.map(({ undoneAt }) => undoneAt).sort()).toEqual([NOW + 9 * HOUR, null]);
		// While it was merged its own clock stood still.
		expect(facts.find(({ undoneAt }) => undoneAt === null)?.pauses).toEqual([
			{ from: NOW, to: NOW + 9 * HOUR }
		]);
	});

	it('the step of a merge is not taken back by half', async () => {
		await desk.run('greta', 'tickets.merge', { ticket: source, into: target }, { mid: 'm' });
		const args = { ticket: source, event: rowId('m', ticketEvent, 'merge') };
		expect(await desk.verdict('greta', 'tickets.undoStep', args)).toBe('forbidden');
	});

	it('the requester of the source answers there, which wakes the target without naming who it was', async () => {
		await desk.run('greta', 'tickets.merge', { ticket: source, into: target });
		await desk.run('erik', 'tickets.transition', step(target, 'pend', 'requester'));
		const args = { ticket: source, audience: 'public', body: 'It happens at noon.' };
		await settle('amir', 'tickets.comment', args);
		expect(rowOf(target).state).toBe('in_progress');
		const resumed = desk.store
			.childrenOf(ticketEvent, target)
			.filter(({ what }) => what === 'resume');
		expect(resumed).toMatchObject([{ by: 'system', byName: 'Waypost' }]);
		expect(rowOf(source).state).toBe('merged');
	});

	it('the source is told how it ends, once, and that it goes on after all', async () => {
		await desk.run('greta', 'tickets.merge', { ticket: source, into: target });
		await settle('erik', 'tickets.transition', step(target, 'resolve', 'fixed', 'Index rebuilt.'), {
			mid: 'end'
		});
		const told = () =>
			desk.store.childrenOf(ticketEvent, source).filter(({ what }) => what === 'follow');
		expect(told()).toMatchObject([
			{ audience: 'public', code: 'resolve', note: 'Index rebuilt.', toState: 'resolved' }
		]);
		await settle('erik', 'tickets.undoStep', {
			ticket: target,
			event: rowId('end', ticketEvent, 'resolve')
		});
		expect(
			told()
				.map(({ code }) => code)
				.sort()
		).toEqual(['resolve', 'undo']);
	});
});

describe('DOMAIN-1: parent and child', () => {
	const resolve = (at?: number) =>
		settle('erik', 'tickets.transition', step(target, 'resolve', 'fixed', 'Index rebuilt.'), {
			mid: 'end',
			...(at ? { at } : {})
		});
	beforeEach(async () => {
		await desk.run('greta', 'tickets.link', { ticket: target, other: source, type: 'parent_of' });
		await desk.run('greta', 'tickets.link', { ticket: third, other: target, type: 'child_of' });
	});

	it('children resolve with the parent, with its code and words, once', async () => {
		await resolve();
		for (const id of [source, third]) {
			expect(rowOf(id)).toMatchObject({ state: 'resolved', resolution: 'fixed' });
			const ends = desk.store.childrenOf(ticketEvent, id).filter(({ what }) => what === 'resolve');
			expect(ends).toMatchObject([{ note: 'Index rebuilt.', by: 'system' }]);
		}
	});

	it('a step that is taken back is taken back for those that still stand where it left them', async () => {
		const before = rowOf(third).state;
		await resolve();
		await desk.run('amir', 'tickets.transition', step(source, 'confirm'), { at: NOW + 1 });
		await settle(
			'erik',
			'tickets.undoStep',
			{ ticket: target, event: rowId('end', ticketEvent, 'resolve') },
			{ at: NOW + 2 }
		);
		expect(rowOf(target).state).toBe('in_progress');
		expect(rowOf(third).state).toBe(before);
		expect(rowOf(source).state).toBe('closed');
	});

	it('there is one parent a ticket, and no grandchildren', async () => {
		const other = seedIds.ticket('vpn-porto');
		const link = (one: string, two: string, type: string) =>
			desk.verdict('greta', 'tickets.link', { ticket: one, other: two, type });
		expect(await link(other, source, 'parent_of')).toBe('tickets.has_parent');
		expect(await link(source, other, 'parent_of')).toBe('tickets.has_parent');
		expect(await link(target, other, 'child_of')).toBe('tickets.has_children');
		expect(await link(target, source, 'parent_of')).toBe('applied');
		expect(await link(other, source, 'split_from')).toBe('invalid');
	});
});

describe('DOMAIN-3: split', () => {
	const origin = seedIds.ticket('headset');
	const split = (rest: JsonObject = {}, command: Partial<Command> = {}) =>
		desk.run(
			'greta',
			'tickets.split',
			{ ticket: origin, title: 'The port is loose', ...rest },
			{ mid: 'split', ...command }
		);
	const made = rowId('split', ticket);

	it('starts at split time, for the same requester, with copies that say where they come from', async () => {
		const [first] = desk.store.childrenOf(ticketComment, origin);
		const before = desk.store.childrenOf(ticketComment, origin);
		await split({ comments: [first?.id ?? ''] });
		const from = rowOf(origin);
		expect(rowOf(made)).toMatchObject({
			requester: from.requester,
			team: from.team,
			assignee: null,
			openedAt: NOW,
			state: 'assigned'
		});
		expect(desk.store.childrenOf(ticketComment, origin)).toEqual(before);
		expect(desk.store.childrenOf(ticketComment, made)).toMatchObject([
			{
				copiedFrom: first?.id,
				author: first?.author,
				at: first?.at,
				audience: first?.audience,
				body: first?.body
			}
		]);
		expect(desk.store.childrenOf(ticketLink, made)).toMatchObject([
			{ type: 'split_from', other: origin }
		]);
		expect(desk.store.childrenOf(ticketLink, origin)).toMatchObject([
			{ type: 'split_into', other: made }
		]);
	});

	it('copies only comments of the ticket itself', async () => {
		const [stranger] = desk.store.childrenOf(ticketComment, target);
		const { verdict } = await split({ comments: [stranger?.id ?? ''] });
		expect(verdict).toMatchObject({
			failure: { code: 'tickets.comment_unknown', field: 'comments.0' }
		});
	});

	it('is taken back while nobody has touched the new ticket', async () => {
		await split();
		const undo = inverseOf({ name: 'tickets.split', args: {}, mid: 'split' }, rowOf(origin));
		const run = (who: PersonKey, at = NOW) =>
			desk.verdict(who, undo?.name ?? '', undo?.args ?? {}, { at });
		expect(await run('nuno')).toBe('forbidden');
		expect(await run('greta', NOW + UNDO_WINDOW + MINUTE)).toBe('tickets.undo_too_late');
		expect(await run('greta')).toBe('applied');
		expect(rowOf(made)).toMatchObject({ state: 'cancelled', cancelReason: 'mistake' });
		expect(desk.store.childrenOf(ticketLink, origin)).toEqual([]);
	});

	it('stays once somebody has', async () => {
		await split();
		await desk.run(
			'nuno',
			'tickets.assign',
			{ ticket: made, assignee: seedIds.person('nuno') },
			{ at: NOW + MINUTE }
		);
		expect(await desk.verdict('greta', 'tickets.undoSplit', { ticket: made })).toBe(
			'tickets.state_moved'
		);
	});
});

describe('DOMAIN-3: facts of the clocks', () => {
	const interval = fc
		.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 30 }))
		.map(([from, length]): Interval => ({ from, to: from + length }));
	const covers = (list: readonly Interval[], at: number) =>
		list.some(({ from, to }) => from <= at && at < to);

	it('a union covers the same instants, in order, without touching pieces', () => {
		fc.assert(
			fc.property(fc.array(interval), (list) => {
				const union = unionOf(list);
				for (let at = 0; at <= 130; at += 1) expect(covers(union, at)).toBe(covers(list, at));
				for (const [index, { from, to }] of union.entries()) {
					expect(from).toBeLessThan(to);
					expect(from).toBeGreaterThan(union[index - 1]?.to ?? -1);
				}
			})
		);
	});

	it('pauses are the times in pausing states, whatever the order in which the events lie', () => {
		const state = fc.constantFrom<State>('in_progress', 'pending', 'resolved', 'assigned');
		fc.assert(
			fc.property(fc.array(state, { maxLength: 8 }), fc.nat(), (states, turn) => {
				const events = states.map((toState, index) => ({
					id: `e${index}`,
					at: index * 10,
					fromState: states[index - 1] ?? null,
					toState
				}));
				const shifted = [
					...events.slice(turn % (events.length + 1)),
					...events.slice(0, turn % (events.length + 1))
				];
				const pauses = pausesOf(shifted, states.length * 10);
				const expected =
					states.filter((each) => each === 'pending' || each === 'resolved').length * 10;
				expect(pauses.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(expected);
			})
		);
	});

	it('a merge that was undone counts no more', () => {
		const own = { startedAt: 50, pauses: [{ from: 60, to: 70 }] };
		const taken = { startedAt: 10, pauses: [{ from: 65, to: 80 }], undoneAt: null };
		expect(clockFactsOf(own, [taken])).toEqual({ startedAt: 10, pauses: [{ from: 60, to: 80 }] });
		expect(clockFactsOf(own, [{ ...taken, undoneAt: 90 }])).toEqual(own);
	});
});
