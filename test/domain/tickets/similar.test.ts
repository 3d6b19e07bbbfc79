import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	recurringMatters,
	similarTickets,
	ticketText,
	type TicketText
} from '#domain/tickets/index.ts';

const text = (id: string, title: string, tags: string[] = []): TicketText =>
	ticketText({ id, title, tags });

/** Few words, so that texts meet often. */
const words = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), {
	minLength: 1,
	maxLength: 6
});
const texts = fc
	.array(words, { minLength: 1, maxLength: 30 })
	.map((all): readonly TicketText[] =>
		all.map((each, index) => ({ id: `t${index}`, words: each }))
	);
const first = (all: readonly TicketText[]) => all[0] as TicketText;

const desk: readonly TicketText[] = [
	text('vpn-1', 'VPN drops every ten minutes at home'),
	text('vpn-2', 'VPN connection drops at home office'),
	text('vpn-3', 'At home the VPN drops again'),
	text('jam', 'Printer on floor 2 jams'),
	text('toner', 'Printer in the warehouse needs toner'),
	text('mail', 'Cannot send mail'),
	text('key', 'Keyboard: letter E sticks')
];
const vpn = first(desk);

describe('UX-56: similarTickets', () => {
	it('finds those who report the same, likest first, and says by which words', () => {
		const found = similarTickets(vpn, desk, 5);
		expect(found.map(({ id }) => id).toSorted()).toEqual(['vpn-2', 'vpn-3']);
		expect(found[0]?.shared).toEqual(expect.arrayContaining(['drops', 'home', 'vpn']));
	});

	it('takes one common word for a subject and not for the same matter', () => {
		const jam = desk.find(({ id }) => id === 'jam') as TicketText;
		expect(similarTickets(jam, desk, 5)).toEqual([]);
	});

	it('does not mind case, accents and the order of the words, and reads tags too', () => {
		const found = similarTickets(
			text('a', 'Café Zürich: Kasse streikt'),
			[text('b', 'kasse zurich CAFE streikt'), text('c', 'Anderes', ['kasse', 'zurich', 'cafe'])],
			5
		);
		expect(found[0]).toMatchObject({ id: 'b' });
		expect(found[0]?.score).toBeCloseTo(1);
		expect(found.map(({ id }) => id)).toContain('c');
	});

	it('weighs a rare word more than one that every second title has', () => {
		const common = Array.from({ length: 20 }, (_, index) =>
			text(`n${index}`, `Laptop problem number${index}`)
		);
		const [likest] = similarTickets(
			text('x', 'Laptop problem zebra'),
			[...common, text('rare', 'Monitor zebra problem')],
			30
		);
		expect(likest?.id).toBe('rare');
	});

	it('scores lie between 0 and 1, fall, leave the ticket itself out and never exceed the number asked for', () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 0, max: 8 }), (all, most) => {
				const of = first(all);
				const found = similarTickets(of, all, most);
				expect(found.length).toBeLessThanOrEqual(most);
				expect(found.every(({ id }) => id !== of.id)).toBe(true);
				const scores = found.map(({ score }) => score);
				expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
				expect(scores).toEqual(scores.toSorted((one, other) => other - one));
			})
		);
	});

	it('is mutual, and the same in whatever order the rows come', () => {
		fc.assert(
			fc.property(texts, (all) => {
				const of = first(all);
				const most = all.length;
				const found = similarTickets(of, all, most);
				expect(similarTickets(of, all.toReversed(), most)).toEqual(found);
				for (const { id, score } of found) {
					const other = all.find((each) => each.id === id) as TicketText;
					const back = similarTickets(other, all, most).find((each) => each.id === of.id);
					expect(back?.score).toBeCloseTo(score);
				}
			})
		);
	});
});

describe('recurringMatters', () => {
	it('finds what keeps coming back and names it', () => {
		expect(recurringMatters(desk, 3)).toEqual([
			{ ids: ['vpn-1', 'vpn-2', 'vpn-3'], words: ['drops', 'home', 'vpn'] }
		]);
	});

	it('puts every ticket in one set at most, each with one that is like it', () => {
		fc.assert(
			fc.property(texts, (all) => {
				const found = recurringMatters(all, 2);
				const ids = found.flatMap((matter) => matter.ids);
				expect(new Set(ids).size).toBe(ids.length);
				for (const { ids: members } of found) {
					expect(members.length).toBeGreaterThanOrEqual(2);
					for (const id of members) {
						const of = all.find((each) => each.id === id) as TicketText;
						const alike = similarTickets(of, all, all.length).map((each) => each.id);
						expect(alike.some((each) => members.includes(each))).toBe(true);
					}
				}
			})
		);
	});

	it('is the same in whatever order the rows come', () => {
		const sets = (all: readonly TicketText[]) =>
			recurringMatters(all, 2)
				.map(({ ids }) => ids.toSorted().join())
				.toSorted();
		fc.assert(
			fc.property(texts, (all) => {
				expect(sets(all.toReversed())).toEqual(sets(all));
			})
		);
	});
});
