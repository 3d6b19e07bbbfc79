import { beforeAll, describe, expect, it } from 'vitest';
import { rowId } from '#domain/kernel/index.ts';
import { failureCodes, registry } from '#domain/registry.ts';
import { ticket, ticketEvent } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk } from '#test/support/company.ts';
import { aboutOf, commandWords, unsentTickets, writtenIn } from '#ui/outbox/command-words.ts';
import { conflictFields, fieldsIn, wantedIn } from '#ui/outbox/conflict.ts';
import {
	failureReasons,
	failureRemedies,
	reasonWords,
	remedyWords
} from '#ui/outbox/failure-words.ts';

describe('UX-11: failures in plain words', () => {
	it('every code of the domain says why', () => {
		for (const code of Object.keys(failureCodes)) expect(failureReasons).toContain(code);
	});

	it('every remedy that the domain names has a text', () => {
		for (const remedy of Object.values(failureCodes)) expect(failureRemedies).toContain(remedy);
	});

	it('an unknown code still says something to do', () => {
		expect(reasonWords({ code: 'x.y' })).toContain('x.y');
		expect(remedyWords({ code: 'x.y' })).not.toBe('');
	});
});

describe('commands in words', () => {
	const mid = 'm-1';
	it('name the record by its words', () => {
		const comment = { name: 'tickets.comment', mid, args: { ticket: 'T', audience: 'public' } };
		expect(commandWords(comment, 'INC-7')).toBe('Reply to INC-7');
		expect(commandWords(comment, undefined)).toBe('Reply to a ticket');
	});

	it('have words of their own for every command that a screen runs', () => {
		const other = commandWords({ name: 'none', mid, args: {} }, 'X');
		const names = registry.mutators.map(({ name }) => name);
		for (const name of names.filter((one) => /^tickets\.(?!route|receiveFile)/.test(one))) {
			expect(commandWords({ name, mid, args: {} }, 'X')).not.toBe(other);
		}
	});

	it('survive whatever lies in the store', () => {
		for (const args of [null, 1, 'x', [], { ticket: 7 }, { changes: null }]) {
			const command = { name: 'tickets.edit', mid, args };
			expect(commandWords(command, undefined)).not.toBe('');
			expect(aboutOf(command).kind).toBe('none');
			expect(writtenIn(command)).toBeUndefined();
		}
	});

	it('a new ticket is about the row that it will make', () => {
		expect(aboutOf({ name: 'tickets.create', mid, args: { title: 'X' } })).toEqual({
			kind: 'ticket',
			id: rowId(mid, ticket)
		});
	});

	it('UX-10: the rows with unsent changes, each with its newest entry', () => {
		const entry = { name: 'tickets.comment', mid, args: { ticket: 'T' } };
		const marks = unsentTickets([
			{ ...entry, id: 1, state: 'waiting' },
			{ ...entry, id: 2, state: 'waiting' },
			{ ...entry, id: 3, state: 'received' }
		]);
		expect([...marks]).toEqual([['T', 2]]);
	});
});

describe('UX-12: a conflict, field by field', () => {
	let desk: Desk;
	beforeAll(async () => {
		desk = new Desk(await company());
	});

	it('reads the fields of a merge and of a conflict', () => {
		expect(fieldsIn({ fields: ['title'] })).toEqual(['title']);
		const failure = { code: 'conflict', facts: { fields: ['impact', 'urgency'] } };
		expect(fieldsIn({ failure })).toEqual(['impact', 'urgency']);
		expect(fieldsIn({ failure: { code: 'forbidden' } })).toEqual([]);
	});

	it('reads what was wanted from an edit and from an assignment', () => {
		expect(wantedIn({ ticket: 'T', changes: { title: 'X' } })).toEqual({ title: 'X' });
		expect(wantedIn({ ticket: 'T', team: 'A' })).toMatchObject({ team: 'A' });
	});

	it('shows mine, theirs, what was there before, and who changed it when', async () => {
		const id = seedIds.ticket('dock-scanner');
		await desk.run('nuno', 'tickets.edit', { ticket: id, changes: { title: 'Theirs' } });
		const [field] = conflictFields({
			met: { failure: { code: 'conflict', facts: { fields: ['title'] } } },
			args: { ticket: id, changes: { title: 'Mine' } },
			seen: { title: 'Before both', tags: [] },
			row: desk.store.row(ticket, id),
			events: desk.store.childrenOf(ticketEvent, id),
			me: seedIds.person('greta'),
			somebody: 'somebody',
			value: (_, given) => String(given)
		});
		expect(field).toMatchObject({
			mine: 'Mine',
			theirs: 'Theirs',
			base: 'Before both',
			who: 'Nuno Carvalho'
		});
	});
});
