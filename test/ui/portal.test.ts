import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogItem, type CatalogItem, type QuestionType } from '#domain/catalog/index.ts';
import { create, ticket, type Ticket } from '#domain/tickets/index.ts';
import { person, type Person } from '#domain/identity/index.ts';
import { company } from '#test/support/company.ts';
import type { MemoryStore } from '#test/support/memory-tx.ts';
import { seedIds } from '#server/seed/company.ts';
import { byCategory } from '#ui/catalog/categories.ts';
import { suggestionsFor } from '#ui/portal/ask.ts';
import { greetingFor } from '#ui/portal/greeting.ts';
import { createArgs, emptyRequest, hasWork, requestErrors } from '#ui/portal/request-draft.ts';
import { peopleMatching } from '#ui/people/people-search.ts';
import { rolesOnOffer } from '#ui/people/role-words.ts';

let store: MemoryStore;
let items: CatalogItem[];
let laptop: CatalogItem;
beforeAll(async () => {
	store = await company();
	items = store.all(catalogItem);
	laptop = store.row(catalogItem, seedIds.item('laptop'));
});

describe('the request form', () => {
	it('UX-25: the shortest one needs nothing but words', () => {
		const draft = { ...emptyRequest('m'), text: 'The door does not open. I am outside.' };
		expect(requestErrors(draft, undefined)).toEqual([]);
		const args = createArgs(draft, undefined);
		expect(args).toMatchObject({ kind: 'incident', title: 'The door does not open' });
		expect(v.safeParse(create.args, args).success).toBe(true);
	});

	it('UX-31: names what is missing by the id of its input', () => {
		expect(requestErrors(emptyRequest('m'), undefined).map(({ field }) => field)).toEqual(['text']);
		const fields = requestErrors(emptyRequest('m'), laptop).map(({ field }) => field);
		expect(fields).toEqual(['answers.model', 'answers.reason']);
	});

	it('turns typed answers into those that the domain accepts', () => {
		for (const item of items) {
			const draft = { ...emptyRequest('m', 'It broke'), answers: {} as Record<string, string> };
			for (const question of item.form) {
				const few = question.format ? '0401234' : 'A few words';
				const typed: Partial<Record<QuestionType, string>> = {
					number: question.whole ? '1' : '1,5',
					yesno: 'yes',
					date: '2026-12-01'
				};
				draft.answers[question.id] = question.options[0]?.id ?? typed[question.type] ?? few;
			}
			expect(requestErrors(draft, item)).toEqual([]);
			expect(v.safeParse(create.args, createArgs(draft, item)).success).toBe(true);
		}
	});

	it('knows whether there is anything to lose', () => {
		expect(hasWork(emptyRequest('m'))).toBe(false);
		expect(hasWork({ ...emptyRequest('m'), answers: { a: ' ' } })).toBe(false);
		expect(hasWork({ ...emptyRequest('m'), answers: { a: 'x' } })).toBe(true);
	});
});

describe('UX-27: what one may mean while typing', () => {
	it('finds items and own requests, accents and case aside', () => {
		const own = store.all(ticket).filter((row: Ticket) => row.title === 'New laptop');
		const found = suggestionsFor('LÁPtop', items, own.slice(0, 1));
		expect(found.map(({ kind }) => kind)).toEqual(['own', 'item']);
	});

	it('asks every word to fit, and nothing of an empty text', () => {
		expect(suggestionsFor('laptop elephant', items, [])).toEqual([]);
		expect(suggestionsFor('  ', items, [])).toEqual([]);
	});
});

describe('the portal', () => {
	it('greets by the hour of the zone', () => {
		const settings = { locale: 'en-GB', zone: 'Europe/Berlin' };
		const at = (hour: number) => greetingFor('Rosa Klein', Date.UTC(2026, 10, 24, hour), settings);
		expect(at(8)).toBe('Good morning, Rosa');
		expect(at(13)).toBe('Good afternoon, Rosa');
		expect(at(20)).toBe('Good evening, Rosa');
		expect(at(23)).toBe('Good evening, Rosa');
	});

	it('groups the catalogue without losing an item', () => {
		const groups = byCategory(items);
		expect(groups.flatMap((group) => group.items)).toHaveLength(items.length);
		expect(new Set(groups.map(({ category }) => category)).size).toBe(groups.length);
	});
});

describe('people', () => {
	it('are found by parts of name and address, beginnings first', () => {
		const rows: Person[] = store.all(person);
		expect(peopleMatching('ines', rows)[0]?.name).toBe('Inês Rocha');
		expect(peopleMatching('rosa klein', rows).map(({ name }) => name)).toEqual(['Rosa Klein']);
		expect(peopleMatching(' ', rows)).toEqual([]);
	});

	it('keep machines and persons apart', () => {
		expect(rolesOnOffer(['agent'])).not.toContain('monitor');
		expect(rolesOnOffer(['monitor'])).toEqual(['monitor', 'runner']);
	});
});
