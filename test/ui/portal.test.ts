import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import {
	catalogItem,
	type CatalogItem,
	type Question,
	type QuestionType
} from '#domain/catalog/index.ts';
import { article } from '#domain/knowledge/index.ts';
import { create, ticket, type Ticket } from '#domain/tickets/index.ts';
import { person, type Person } from '#domain/identity/index.ts';
import { company } from '#test/support/company.ts';
import type { MemoryStore } from '#test/support/memory-tx.ts';
import { seedIds } from '#server/seed/company.ts';
import { byCategory, mostAskedFirst } from '#ui/catalog/categories.ts';
import { ruleWords } from '#ui/catalog/rule-words.ts';
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
		const found = suggestionsFor('LÁPtop', { items, own: own.slice(0, 1) });
		expect(found.map(({ kind }) => kind)).toEqual(['own', 'item']);
	});

	it('finds articles by a whole sentence, and of the four kinds the nearest first among equals', () => {
		const articles = store.all(article);
		const [row] = store.all(ticket);
		if (!row) throw new Error('the seed has tickets');
		const own = [{ ...row, id: 'own', title: 'Paper jam' }];
		const nearby = [{ ...row, id: 'other', title: 'Paper jam' }];
		const found = suggestionsFor('there is a paper jam', { articles, own, nearby });
		expect(found.map(({ kind }) => kind).slice(0, 3)).toEqual(['own', 'article', 'nearby']);
	});

	it('lets no kind crowd out the others', () => {
		const [row] = store.all(ticket);
		if (!row) throw new Error('the seed has tickets');
		const own = Array.from({ length: 20 }, (_, at) => ({ ...row, id: `o${at}`, title: 'Laptop' }));
		const found = suggestionsFor('laptop', { items, own });
		expect(found.filter(({ kind }) => kind === 'own')).toHaveLength(3);
		expect(found.map(({ kind }) => kind)).toContain('item');
	});

	it('says nothing of an empty text, or of words that nothing has', () => {
		expect(suggestionsFor('  ', { items })).toEqual([]);
		expect(suggestionsFor('elephant', { items })).toEqual([]);
	});
});

describe('UX-31: what to do about an answer', () => {
	const format = { locale: 'en-GB', zone: 'Asia/Tokyo' };
	const question = (type: QuestionType, rules: Partial<Question>): Question => ({
		...{ id: 'q', label: 'Q', type, required: true, options: [] },
		...rules
	});

	it.each([
		['number', { min: 1, max: 500, whole: true }, 'Enter a number from 1 to 500'],
		['number', { min: 3 }, 'Enter 3 or more'],
		['number', {}, 'Enter a number'],
		['text', { format: 'email' }, 'Enter an e-mail address, such as name@example.com'],
		['text', { max: 20 }, 'Write 20 characters at most'],
		['files', { min: 1, max: 3 }, 'Add 1 to 3 files'],
		['date', { earliest: '2026-12-01' }, 'Choose 1 December 2026 or a later day'],
		['yesno', {}, undefined]
	] as const)('%s %j', (type, rules, words) => {
		expect(ruleWords(question(type, rules), format)).toBe(words);
	});
});

describe('files that answer a question', () => {
	const photo = (hash: string) => ({
		hash: hash.repeat(64),
		name: hash,
		mime: 'image/png',
		size: 1
	});
	const files: Question = {
		id: 'shots',
		label: 'Shots',
		type: 'files',
		required: true,
		options: []
	};

	it('come with the request, each content once, and are required like any answer', () => {
		const item = { ...laptop, form: [files] };
		const empty = emptyRequest('m');
		expect(requestErrors(empty, item).map(({ field }) => field)).toEqual(['answers.shots']);
		const draft = { ...empty, photos: [photo('a')], files: { shots: [photo('a'), photo('b')] } };
		const args = createArgs(draft, item);
		expect(requestErrors(draft, item)).toEqual([]);
		expect(args['answers']).toEqual([{ id: 'shots', value: ['a'.repeat(64), 'b'.repeat(64)] }]);
		expect(args['files']).toHaveLength(2);
		expect(v.safeParse(create.args, args).success).toBe(true);
	});

	it('are too many beyond what a request carries, and stay behind when their question is not asked', () => {
		const many = [...'0123456789a'].map(photo);
		const draft = { ...emptyRequest('m', 'It broke'), photos: many };
		expect(requestErrors(draft, undefined).map(({ field }) => field)).toEqual(['photos']);
		const hidden = { ...files, showWhen: { question: 'replaces', is: [true] } };
		const item = { ...laptop, form: [...laptop.form, hidden] };
		const answered = { ...emptyRequest('m'), files: { shots: [photo('a')] } };
		expect(createArgs(answered, item)['files']).toEqual([]);
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

it('the catalogue keeps its categories and puts first in each what is asked for most', () => {
	const rows = items.map((item, at) => ({ ...item, popularity: at }));
	const sorted = mostAskedFirst(rows);
	expect(byCategory(sorted).map(({ category }) => category)).toEqual(
		byCategory(rows).map(({ category }) => category)
	);
	for (const { items: members } of byCategory(sorted)) {
		const counts = members.map(({ popularity }) => popularity);
		expect(counts).toEqual(counts.toSorted((one, other) => other - one));
	}
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
