import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	article,
	imageHashesIn,
	imageHashIn,
	isAllowedLink,
	library,
	outlineOf,
	rankArticles
} from '#domain/knowledge/index.ts';
import { seedIds } from '#server/seed/company.ts';
import { company, Desk } from '#test/support/company.ts';

const seeded = await company();
const hash = '0f'.repeat(32);

describe('knowledge: links and images of a text', () => {
	it.each([
		['https://example.com/a?b=c#d', true],
		['HTTP://example.com', true],
		['mailto:desk@example.com', true],
		['tel:+4940123', true],
		['#steps', true],
		['/kb/1', true],
		['//example.com', false],
		['/\\example.com', false],
		['javascript:alert(1)', false],
		['JaVaScript:alert(1)', false],
		['java\nscript:alert(1)', false],
		[' javascript:alert(1)', false],
		['\u0001javascript:alert(1)', false],
		['java\u200bscript:alert(1)', false],
		['data:text/html,<script>', false],
		['vbscript:x', false],
		['blob:https://example.com/1', false],
		['file:///etc/passwd', false],
		['constructor:x', false],
		['example.com', false],
		['', false]
	])('%j may be linked: %s', (href, expected) => {
		expect(isAllowedLink(href)).toBe(expected);
	});

	it('whatever is allowed has one of four schemes or stays in this app', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (href) => {
				if (!isAllowedLink(href)) return;
				const url = new URL(href, 'https://waypost.invalid/kb/1');
				const isOwn = url.origin === 'https://waypost.invalid';
				expect(isOwn || ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol)).toBe(true);
				if (href.startsWith('/') || href.startsWith('#')) expect(isOwn).toBe(true);
			})
		);
	});

	it('an image is one of the article and nothing from afar', () => {
		expect(imageHashIn(`image:${hash}`)).toBe(hash);
		expect(imageHashIn(`image:${hash}0`)).toBeUndefined();
		expect(imageHashIn('https://example.com/a.png')).toBeUndefined();
		const text = `![a](image:${hash}) ![b](image:${hash}) ![c](image:${'a'.repeat(65)})`;
		expect(imageHashesIn(text)).toEqual([hash]);
	});
});

describe('knowledge: table of contents', () => {
	it('holds headings outside code, each with a place of its own', () => {
		const text =
			'# Été *now* #\n```\n# not me\n```\n## Steps\ntext\n## Steps\n#no\n### !!!\n####### seven';
		expect(outlineOf(text)).toEqual([
			{ level: 1, text: 'Été now', slug: 'ete-now' },
			{ level: 2, text: 'Steps', slug: 'steps' },
			{ level: 2, text: 'Steps', slug: 'steps-2' },
			{ level: 3, text: '!!!', slug: 'part' }
		]);
	});

	it('has at most a hundred, distinct places, whatever the text', () => {
		const line = fc.constantFrom('# a', '## a', '## constructor', '```', '~~~', '# a-2', '', '#');
		fc.assert(
			fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 200 }), (lines) => {
				const slugs = outlineOf(lines.join('\n')).map(({ slug }) => slug);
				expect(slugs.length).toBeLessThanOrEqual(100);
				expect(new Set(slugs).size).toBe(slugs.length);
			})
		);
	});
});

describe('UX-27: articles that may answer what is being typed', () => {
	const rosa = new Desk(seeded).actor('rosa');
	const rows = seeded.all(article).filter(library.where({ category: null, tag: null }, rosa));
	const first = (text: string) => rankArticles(text, rows, 3)[0]?.id;

	it.each([
		['the printer on my floor has a paper jam', 'printer-jam'],
		['Der Drucker hat einen Papierstau', 'printer-jam'],
		['VPN drops in Porto', 'vpn'],
		['new phone, second factor is gone', 'second-factor'],
		['projector stays blue', 'meeting-room']
	])('%s', (text, key) => {
		expect(first(text)).toBe(seedIds.article(key));
	});

	it('nothing for nothing, for empty words and for what nobody wrote of', () => {
		for (const text of ['', ' ', 'the is of and', 'elephant', '__proto__ constructor']) {
			expect(rankArticles(text, rows, 3)).toEqual([]);
		}
	});

	it('survives any text and never gives more than asked for', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.nat(5), (text, most) => {
				expect(rankArticles(text, rows, most).length).toBeLessThanOrEqual(most);
			})
		);
	});
});
