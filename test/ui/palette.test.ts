import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { article } from '#domain/knowledge/index.ts';
import { person } from '#domain/identity/index.ts';
import { macro, ticket, type Ticket } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk } from '#test/support/company.ts';
import { fitOf, fitting } from '#ui/palette/command-match.ts';
import { foundItem } from '#ui/palette/found-rows.ts';
import { pageOffers, placeAt } from '#ui/palette/places.ts';
import { shortcutsFor } from '#ui/palette/shortcuts.ts';

const everybody = () => true;
const nobody = () => false;

describe('UX-48: commands that fit what is typed', () => {
	it.each([
		['ass', 'Assign'],
		['go q', 'Go to Queue'],
		['queue', 'Go to Queue'],
		['resume', 'Résumé the work'],
		['', 'Anything']
	])('%j finds %j', (typed, label) => {
		expect(fitOf(typed, label)).toBeGreaterThan(0);
	});

	it('every word must begin one of the words', () => {
		expect(fitOf('ssign', 'Assign')).toBe(0);
		expect(fitOf('assign moon', 'Assign')).toBe(0);
	});

	it('keeps the order of equal ones and leaves out none when nothing is typed', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ label: fc.string() })), (items) => {
				expect(fitting(' ', items)).toEqual(items);
			})
		);
		const items = [{ label: 'Go to People' }, { label: 'People' }, { label: 'Go to Queue' }];
		expect(fitting('people', items).map(({ label }) => label)).toEqual(['People', 'Go to People']);
	});
});

describe('UX-48: what the palette offers', () => {
	it('places and creation for the person, each place with its keys', () => {
		const go = vi.fn();
		const offers = pageOffers(everybody, { go, showKeys: () => undefined });
		const commands = offers.flatMap((offer) => offer.commands);
		expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
		expect(commands.find(({ id }) => id === '/queue')).toMatchObject({ keys: 'G Q' });
		commands.find(({ id }) => id === 'new-ticket')?.run();
		expect(go).toHaveBeenCalledWith('/tickets/new');
		const requester = pageOffers(nobody, { go, showKeys: () => undefined });
		const ids = requester.flatMap((offer) => offer.commands).map(({ id }) => id);
		expect(ids).not.toContain('new-ticket');
		expect(ids).not.toContain('/people');
	});

	it('G and a letter lead only where the person may go', () => {
		expect(placeAt('q', everybody)).toBe('/queue');
		expect(placeAt('q', nobody)).toBeUndefined();
		expect(placeAt('p', nobody)).toBeUndefined();
		expect(placeAt('__proto__', everybody)).toBeUndefined();
		expect(placeAt('o', nobody)).toBe('/outbox');
	});

	it('lists every key, the desk more than the portal', () => {
		const keysOf = (may: () => boolean) =>
			shortcutsFor(may).flatMap(({ shortcuts }) => shortcuts.map(({ keys }) => keys));
		expect(keysOf(everybody)).toEqual(
			expect.arrayContaining(['Ctrl K', '?', '/', 'C', 'A', 'S', 'E', 'J', 'K', 'X', 'G Q'])
		);
		expect(keysOf(nobody)).not.toContain('X');
	});
});

describe('UX-48: records', () => {
	let row: Ticket;
	beforeAll(async () => {
		row = new Desk(await company()).store.row(ticket, seedIds.ticket('dock-scanner'));
	});
	const open = (table: string, found: object, desk = true, onmacro?: () => void) => {
		const went: string[] = [];
		const ways = { desk, go: (href: string) => void went.push(href), onmacro };
		const item = foundItem({ table, row: found as never }, ways);
		item?.run();
		return { item, went };
	};

	it('lead to their pages, a ticket to the side on which the person is', () => {
		expect(open(ticket.name, row).went).toEqual([`/queue/${row.id}`]);
		expect(open(ticket.name, row, false).went).toEqual([`/requests/${row.id}`]);
		expect(open(article.name, { id: 'a', titles: ['VPN'], number: 'KB-1' }).went).toEqual([
			'/knowledge/a'
		]);
		expect(open(person.name, { id: 'p', name: 'Ann' }).went).toEqual([
			'/queue?view=all&requester=p'
		]);
		expect(open(person.name, { id: 'p', name: 'Ann' }, false).item).toBeUndefined();
	});

	it('a macro is there only with a ticket to run it on', () => {
		const found = { id: 'm', title: 'Ask again', active: true };
		expect(open(macro.name, found).item).toBeUndefined();
		const shown = vi.fn();
		open(macro.name, found, true, shown);
		expect(shown).toHaveBeenCalledOnce();
		expect(open(macro.name, { ...found, active: false }, true, shown).item).toBeUndefined();
	});
});
