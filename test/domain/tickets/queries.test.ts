import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Query } from '#domain/kernel/index.ts';
import { filterFailure } from '#domain/filters/index.ts';
import type { views } from '#domain/tickets/index.ts';
import {
	groupKeyOf,
	groups,
	mine,
	priorityMatrix,
	priorityOf,
	queue,
	sorts,
	ticket,
	ticketFields,
	viewFilters,
	type Ticket
} from '#domain/tickets/index.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk } from '#test/support/company.ts';

const desk = new Desk(await company());
const rows = desk.store.all(ticket);

function answer<Args>(query: Query<Args, Ticket>, args: Args, who: PersonKey): Ticket[] {
	const { key, descending } = query.sort(args);
	const found = rows.filter(query.where(args, desk.actor(who)));
	return found.sort((a, b) => {
		const [x, y] = [key(a), key(b)];
		return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1);
	});
}
const count = (view: (typeof views)[number], who: PersonKey) =>
	answer(queue, { view, kind: null, sort: 'newest' }, who).length;

describe('tickets.queue', () => {
	it('splits what is open by who has it', () => {
		expect(count('all', 'greta')).toBe(25);
		expect(count('open', 'greta')).toBe(rows.filter(ticket.isOpen).length);
		expect(count('mine', 'timo')).toBe(3);
		const free = answer(queue, { view: 'unassigned', kind: null, sort: 'newest' }, 'greta');
		expect(free.every((row) => row.assignee === null && ticket.isOpen(row))).toBe(true);
		expect(count('team', 'rosa')).toBe(0);
	});

	it('sorts most urgent first, and among equals who waits longest', () => {
		const list = answer(queue, { view: 'open', kind: 'incident', sort: 'priority' }, 'greta');
		const sorted = [...list].sort((a, b) => a.priority - b.priority || a.openedAt - b.openedAt);
		expect(list).toEqual(sorted);
		expect(list[0]?.title).toBe('Meeting room Elbe: screen stays black');
	});

	it('narrows a view by a filter, and a grouped list stands in the order of its headings', () => {
		const filter = [{ field: 'priority', op: 'is' as const, values: ['1', '2', '3'] }];
		const args = { view: 'open', kind: null, sort: 'oldest', filter } as const;
		const urgent = answer(queue, { ...args, filter }, 'greta');
		const all = rows.filter((row) => ticket.isOpen(row) && row.priority <= 3);
		expect(urgent.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
		for (const group of groups) {
			const list = answer(queue, { view: 'all', kind: null, sort: 'oldest', group }, 'greta');
			const headings = list.map(groupKeyOf(group));
			// Each heading stands in one piece, and within it the order holds.
			const pieces = headings.filter((heading, at) => heading !== headings[at - 1]);
			expect(new Set(pieces).size).toBe(pieces.length);
			for (const [at, row] of list.entries()) {
				const before = list[at - 1];
				if (before && headings[at - 1] === headings[at]) {
					expect(before.openedAt).toBeLessThanOrEqual(row.openedAt);
				}
			}
		}
	});

	it('a descending order stays one under headings', () => {
		const args = { view: 'all', kind: null, sort: 'newest', group: 'state' } as const;
		const list = answer(queue, args, 'greta');
		const states = [...new Set(list.map(({ state }) => state))];
		for (const state of states) {
			const times = list.filter((row) => row.state === state).map(({ openedAt }) => openedAt);
			expect(times).toEqual([...times].sort((a, b) => b - a));
		}
	});

	it('every view that everybody has is a sound filter', () => {
		for (const filter of Object.values(viewFilters)) {
			expect(filterFailure(ticketFields, filter)).toBeNull();
		}
	});

	it('has stable sort ids, one for each order', () => {
		const ids = sorts.map((sort) => queue.sort({ view: 'all', kind: null, sort }).id);
		expect(ids).toEqual(sorts);
	});

	it('refuses arguments that it does not know', () => {
		for (const args of [
			{},
			{ view: 'x', kind: null, sort: 'newest' },
			{ view: 'all', kind: null, sort: 'newest', x: 1 },
			{ view: 'all', kind: null, sort: 'newest', group: 'luck' },
			{ view: 'all', kind: null, sort: 'newest', filter: [{ field: 'x', op: 'is', values: ['1'] }] }
		]) {
			expect(v.safeParse(queue.args, args).success).toBe(false);
		}
	});
});

describe('tickets.mine', () => {
	it('is what the actor asked for, last touched first', () => {
		const list = answer(mine, { open: false }, 'rosa');
		expect(list.length).toBeGreaterThan(3);
		expect(list.every((row) => row.requesterName === 'Rosa Klein')).toBe(true);
		expect(list.map((row) => row.updatedAt)).toEqual(
			list.map((row) => row.updatedAt).sort((a, b) => b - a)
		);
		expect(answer(mine, { open: true }, 'rosa').every(ticket.isOpen)).toBe(true);
	});
});

describe('the ticket table', () => {
	it('puts open tickets before all others in a first sync, newest first', () => {
		const ordered = [...rows].sort((a, b) => ticket.order(b) - ticket.order(a));
		const firstClosed = ordered.findIndex((row) => !ticket.isOpen(row));
		expect(ordered.slice(firstClosed).some(ticket.isOpen)).toBe(false);
		expect(rows.every((row) => Number.isSafeInteger(ticket.order(row)))).toBe(true);
	});
});

describe('DOMAIN-2: priority', () => {
	it.each([
		[1, 1, 1],
		[1, 2, 2],
		[1, 3, 3],
		[2, 2, 3],
		[2, 3, 4],
		[3, 3, 5]
	])('impact %i and urgency %i give %i, either way round', (impact, urgency, priority) => {
		expect(priorityOf({ impact, urgency, vip: false })).toBe(priority);
		expect(priorityOf({ impact: urgency, urgency: impact, vip: false })).toBe(priority);
	});

	it('a VIP is never worse off, and more impact or urgency never lowers priority', () => {
		const level = fc.constantFrom<1 | 2 | 3>(1, 2, 3);
		fc.assert(
			fc.property(level, level, fc.boolean(), (impact, urgency, vip) => {
				const at = priorityOf({ impact, urgency, vip });
				expect(priorityOf({ impact, urgency, vip: true })).toBeLessThanOrEqual(at);
				if (impact > 1)
					expect(priorityOf({ impact: impact - 1, urgency, vip })).toBeLessThanOrEqual(at);
				if (urgency > 1)
					expect(priorityOf({ impact, urgency: urgency - 1, vip })).toBeLessThanOrEqual(at);
				expect(priorityMatrix[impact][urgency]).toBe(priorityMatrix[urgency][impact]);
			})
		);
	});
});
