import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { baseOf } from '#domain/kernel/index.ts';
import {
	codesOf,
	kinds,
	lifecycleOf,
	states,
	ticket,
	ticketAttachment,
	ticketComment,
	ticketDetail,
	ticketEvent,
	verbs,
	type Ticket
} from '#domain/tickets/index.ts';
import { company, Desk, NOW } from '#test/support/company.ts';
import { seedIds } from '#server/seed/company.ts';
import { changesOf, factsOf, tagsFrom } from '#ui/tickets/edit-form.ts';
import { eventWords, historyOf } from '#ui/tickets/history.ts';
import { letterOf } from '#ui/tickets/letter-keys.ts';
import { nextFor } from '#ui/tickets/next-words.ts';
import { doneWords, ticketActions } from '#ui/tickets/ticket-actions.ts';
import {
	codeWords,
	labelOf,
	receiptOf,
	shapeOf,
	stateWords,
	stepWords,
	titleFrom
} from '#ui/tickets/ticket-words.ts';

let desk: Desk;
let row: Ticket;
beforeAll(async () => {
	desk = new Desk(await company());
	row = desk.store.row(ticket, seedIds.ticket('dock-scanner'));
});

describe('words of a ticket', () => {
	it('exist for every state, step and reason', () => {
		for (const state of states) {
			expect(stateWords(state)).not.toBe('');
			expect(shapeOf(state)).toBeTruthy();
		}
		for (const verb of verbs) {
			expect(stepWords(verb, row, false)).not.toBe('');
			expect(doneWords(verb, 'INC-1')).not.toBe('');
		}
		for (const code of Object.values(codesOf).flat()) expect(codeWords(code)).not.toContain('_');
	});

	it('UX-32: say what happens next in every state a ticket can be in', () => {
		for (const kind of kinds) {
			for (const state of lifecycleOf(kind).states) {
				expect(nextFor({ ...row, kind, state }).text).not.toBe('');
			}
		}
		const asks = { ...row, state: 'pending', pendingReason: 'requester' } as const;
		expect(nextFor(asks).asks).toBe(true);
		expect(nextFor({ ...asks, pendingReason: 'part' }).asks).toBe(false);
	});

	it('UX-30: the receipt stays the same until the server gives the number', () => {
		const id = '0a1b2c3d-0000-8000-8000-000000000000';
		expect(receiptOf(id)).toBe('0A1B-2C3D');
		expect(labelOf({ id, number: null })).toContain('0A1B-2C3D');
		expect(labelOf({ id, number: 'INC-7' })).toBe('INC-7');
	});
});

describe('a title out of what was written', () => {
	it.each([
		['The printer jams. It shows 13.B2.', 'The printer jams'],
		['No picture\nin room 2', 'No picture'],
		['  Version 2.5 fails  ', 'Version 2.5 fails']
	])('%j is %j', (text, title) => {
		expect(titleFrom(text)).toBe(title);
	});

	it('is never empty for a text with words, and short', () => {
		const wordy = fc.string({ minLength: 1, maxLength: 500 }).filter((text) => /\w/.test(text));
		fc.assert(
			fc.property(wordy, (text) => {
				expect(titleFrom(`x${text}`).length).toBeGreaterThan(0);
				expect(titleFrom(text).length).toBeLessThanOrEqual(100);
			})
		);
	});
});

describe('the actions of a ticket', () => {
	it('are the legal steps, the usual one first, what ends the work last', () => {
		const actions = ticketActions(row, desk.actor('greta'), NOW);
		expect(actions[0]).toMatchObject({ verb: 'resolve', kind: 'main', asks: true });
		expect(actions.at(-1)).toMatchObject({ verb: 'cancel', kind: 'danger' });
		expect(actions.map(({ verb }) => verb)).not.toContain('assign');
	});

	it("give the requester the requester's words", () => {
		const solved: Ticket = { ...row, state: 'resolved', stateSince: NOW };
		const labels = ticketActions(solved, desk.actor('rosa'), NOW).map(({ label }) => label);
		expect(labels).toEqual(['It works', 'Still broken']);
	});
});

describe('the history of a ticket', () => {
	it('holds what was said and done, oldest first, with the opening words at the top', () => {
		const { store } = desk;
		const items = historyOf({
			row,
			detail: store.childrenOf(ticketDetail, row.id)[0],
			comments: store.childrenOf(ticketComment, row.id),
			events: store.childrenOf(ticketEvent, row.id),
			files: store.childrenOf(ticketAttachment, row.id),
			unsent: () => false
		});
		expect(items[0]).toMatchObject({ kind: 'public', fromRequester: true });
		expect(items.map(({ acted }) => acted)).toEqual(items.map(({ acted }) => acted).toSorted());
		expect(items.some(({ kind }) => kind === 'event')).toBe(true);
	});

	it('SYNC-P14: marks what waits on this device by leaving out the received time', () => {
		const comments = desk.store.childrenOf(ticketComment, row.id);
		const history = { row, detail: undefined, comments, events: [], files: [] };
		const [waiting] = historyOf({ ...history, unsent: () => true });
		expect(waiting).not.toHaveProperty('received');
	});

	it('has a sentence for every event of the demo company', () => {
		for (const event of desk.store.all(ticketEvent)) {
			expect(eventWords(event)).toMatch(/\S/);
			expect(eventWords(event)).not.toContain('undefined');
		}
	});
});

describe('editing facts', () => {
	it('SYNC-P3: sends only what differs, with the hashes of what was seen', () => {
		expect(changesOf(row, factsOf(row))).toBeUndefined();
		const changed = changesOf(row, { ...factsOf(row), title: 'Another', urgency: '3' });
		expect(changed).toEqual({
			changes: { title: 'Another', urgency: 3 },
			base: baseOf(row, ['title', 'urgency']),
			seen: {
				table: 'ticket',
				id: row.id,
				values: { title: row.title, urgency: row.urgency }
			}
		});
	});

	it('reads tags from a line, each once', () => {
		expect(tagsFrom(' dock, gate 4,, dock ')).toEqual(['dock', 'gate 4']);
		fc.assert(
			fc.property(fc.string(), (line) => {
				const tags = tagsFrom(line);
				expect(tags.length).toBeLessThanOrEqual(10);
				for (const tag of tags) expect(tag.length).toBeLessThanOrEqual(30);
			})
		);
	});
});

describe('UX-49: single-key shortcuts', () => {
	const plain = { ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false };
	it('are letters without a modifier', () => {
		expect(letterOf({ ...plain, key: 'A', target: null })).toBe('a');
		expect(letterOf({ ...plain, key: 'a', ctrlKey: true, target: null })).toBeUndefined();
		expect(letterOf({ ...plain, key: 'Enter', target: null })).toBeUndefined();
	});

	it('are text inside a field', () => {
		const field = Object.assign(new EventTarget(), { closest: () => ({}) });
		expect(letterOf({ ...plain, key: 'a', target: field })).toBeUndefined();
		const row = Object.assign(new EventTarget(), { closest: () => null });
		expect(letterOf({ ...plain, key: 'a', target: row })).toBe('a');
	});
});
