import { beforeEach, describe, expect, it } from 'vitest';
import {
	articleImage,
	articleUse,
	articleVersion,
	faceFor,
	facesOf,
	imageId,
	languageFor
} from '#domain/knowledge/index.ts';
import { baseOf } from '#domain/kernel/index.ts';
import { ticketArticle } from '#domain/tickets/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk } from '#test/support/company.ts';
import { Bench, words } from './bench.ts';

const seeded = await company();
let bench: Bench;
beforeEach(async () => {
	bench = await Bench.with(new Desk(seeded.copy()));
});
const hash = 'ab'.repeat(32);
const file = { name: 'crank.png', mime: 'image/png', size: 10, blob: hash };
const imagesOf = () =>
	bench.desk.store.childrenOf(articleImage, bench.id).map(({ audience }) => audience);

describe('knowledge: languages', () => {
	it('a further language needs a title, is published with the others and dropped by the next publication', async () => {
		expect(await bench.save('timo', { body: 'Kurbel drehen.' }, 'de')).toBe(
			'knowledge.words_missing'
		);
		await bench.save('timo', { title: 'Tor öffnen' }, 'de');
		expect(await bench.publish()).toBe('knowledge.words_missing');
		await bench.save('timo', { summary: 'Bei Ausfall.', body: 'Kurbel drehen.' }, 'de');
		expect(await bench.publish()).toBe('applied');
		expect(facesOf(bench.row).map(({ language }) => language)).toEqual(['en', 'de']);
		await bench.step('timo', 'revise');
		expect(await bench.do('timo', 'dropLanguage', { language: 'en' })).toBe(
			'knowledge.language_unknown'
		);
		expect(await bench.do('timo', 'dropLanguage', { language: 'de' })).toBe('applied');
		expect(bench.text('de').title).toBe('Tor öffnen');
		await bench.publish();
		expect(() => bench.text('de')).toThrow();
		expect(bench.row.languages).toEqual(['en']);
	});

	it('only what changed gets a new version, so that a translation can be seen to lag behind', async () => {
		await bench.save('timo', { title: 'Tor', summary: 'S', body: 'B' }, 'de');
		await bench.publish();
		await bench.step('timo', 'revise');
		await bench.save('timo', { body: 'Turn the crank twice.' });
		await bench.publish();
		expect([bench.text().version, bench.text('de').version, bench.row.version]).toEqual([2, 1, 2]);
		const kept = bench.desk.store.childrenOf(articleVersion, bench.id);
		expect(kept.map(({ language, version }) => `${language} ${version}`).sort()).toEqual([
			'de 1',
			'en 1',
			'en 2'
		]);
	});

	it('eight are the most', async () => {
		const tags = ['de', 'fr', 'pt', 'es', 'it', 'nl', 'sv'];
		for (const tag of tags) expect(await bench.save('timo', { title: tag }, tag)).toBe('applied');
		expect(await bench.save('timo', { title: 'x' }, 'fi')).toBe('knowledge.languages_full');
	});

	it.each([
		['de-AT', 'de'],
		['DE', 'de'],
		['pt', 'en'],
		['constructor', 'en']
	])('somebody who reads %s gets %s', (locale, expected) => {
		expect(languageFor(['en', 'de'], locale)).toBe(expected);
		const row = { languages: ['en', 'de'], titles: ['A', 'B'], summaries: ['', ''] };
		expect(faceFor(row, locale).language).toBe(expected);
	});
});

describe('knowledge: two people', () => {
	it('different fields both stay; of the same field the first stays and the second is told', async () => {
		const base = baseOf(bench.draft(), ['title', 'body']);
		const save = (changes: object) =>
			bench.desk.run(
				'timo',
				'knowledge.saveDraft',
				{ article: bench.id, language: 'en', changes: changes as never },
				{ base }
			);
		await save({ body: 'First' });
		expect((await save({ title: 'Gate', body: 'Second' })).verdict).toEqual({
			kind: 'merged',
			fields: ['body']
		});
		expect(bench.draft()).toMatchObject({ title: 'Gate', body: 'First' });
		expect(bench.row.titles).toEqual(['Gate']);
		expect((await save({ body: 'Third' })).verdict).toMatchObject({
			failure: { code: 'conflict' }
		});
	});
});

describe('knowledge: images', () => {
	it('are public exactly while a published text shows them', async () => {
		await bench.save('timo', { body: `See ![the crank](image:${hash})` });
		expect(await bench.publish()).toBe('knowledge.image_unknown');
		await bench.do('timo', 'addImage', { file });
		expect(imagesOf()).toEqual(['internal']);
		expect(await bench.publish()).toBe('applied');
		expect(imagesOf().sort()).toEqual(['internal', 'public']);
		const shown = bench.desk.store.row(articleImage, imageId(bench.id, 'public', hash));
		expect(shown.by).toBe(seedIds.person('timo'));
		await bench.step('timo', 'revise');
		await bench.do('timo', 'removeImage', { blob: hash });
		expect(await bench.publish()).toBe('applied');
		await bench.step('timo', 'revise');
		await bench.save('timo', { body: 'No picture' });
		await bench.publish();
		expect(imagesOf()).toEqual([]);
	});

	it('SVG and other documents are no images', async () => {
		for (const mime of ['image/svg+xml', 'text/html', 'application/pdf']) {
			expect(await bench.do('timo', 'addImage', { file: { ...file, mime } })).toBe('invalid');
		}
	});
});

describe('knowledge: tickets', () => {
	const ticket = seedIds.ticket('dock-scanner');

	it('a use is noted on both, once, and taken back on both', async () => {
		const both = () => [
			bench.desk.store.childrenOf(ticketArticle, ticket).filter((row) => row.article === bench.id),
			bench.desk.store.childrenOf(articleUse, bench.id)
		];
		const args = { ticket, article: bench.id };
		for (let times = 0; times < 2; times += 1) {
			expect(await bench.desk.verdict('timo', 'tickets.useArticle', args)).toBe('applied');
		}
		expect(both().map(({ length }) => length)).toEqual([1, 1]);
		await bench.desk.run('timo', 'tickets.unuseArticle', args);
		expect(both().map(({ length }) => length)).toEqual([0, 0]);
		expect(await bench.desk.verdict('rosa', 'tickets.useArticle', args)).toBe('forbidden');
		const desk = await Bench.with(bench.desk, { audience: 'desk' }, 'greta');
		const hidden = { ticket, article: desk.id };
		expect(await bench.desk.verdict('timo', 'tickets.useArticle', hidden)).toBe(
			'knowledge.unknown'
		);
	});

	it('an article is drafted from a ticket in the words of the one who writes it', async () => {
		const args = { ticket, ...words, tags: [...words.tags], title: 'From a ticket' };
		expect(await bench.desk.verdict('timo', 'tickets.draftArticle', args)).toBe('applied');
		const uses = bench.desk.store.all(articleUse).filter((row) => row.ticket === ticket);
		expect(uses.length).toBeGreaterThan(0);
		expect(await bench.desk.verdict('rosa', 'tickets.draftArticle', args)).toBe('forbidden');
		const elsewhere = { ...args, ticket: seedIds.ticket('vpn-porto') };
		expect(await bench.desk.verdict('timo', 'tickets.draftArticle', elsewhere)).toBe(
			'tickets.unknown'
		);
	});
});
