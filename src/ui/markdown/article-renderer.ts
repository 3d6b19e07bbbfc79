import { outlineOf } from '#domain/knowledge/index.ts';
import { Lexer, Parser, Renderer, type Token, type Tokens } from 'marked';
import { placeId } from './place-id.ts';

/** Markdown as HTML that nobody may be shown yet: whoever wrote it could put anything in. */
export function htmlOf(markdown: string): string {
	const tokens = new Lexer({ gfm: true }).lex(markdown);
	const renderer = new ArticleRenderer(slugsOf(markdown, tokens), topOf(tokens));
	return new Parser({ renderer }).parse(tokens);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What markdown has no sign for, and harmless without attributes. */
const bareTag = /&lt;(\/?)(br|kbd|sub|sup|mark|small|details|summary)\s*\/?&gt;/gi;

/** HTML in a text is shown as it was typed, but for a few bare tags: it never comes as far as the sanitiser. */
function asText(html: string): string {
	const escaped = html.replaceAll(/[&<>]/g, (sign) => escapes[sign] ?? sign);
	return escaped.replaceAll(bareTag, '<$1$2>');
}

/** The page's h1 is the article's title, so that the text's highest heading is an h2, whatever its author began with. */
class ArticleRenderer extends Renderer {
	readonly #slugs: ReadonlyMap<Token, string>;
	readonly #top: number;

	/** @param top level of the highest heading, 1 to 6 */
	constructor(slugs: ReadonlyMap<Token, string>, top: number) {
		super();
		this.#slugs = slugs;
		this.#top = top;
	}

	override heading(token: Tokens.Heading): string {
		const level = Math.min(Math.max(token.depth - this.#top, 0) + 2, 6);
		const slug = this.#slugs.get(token);
		const place = slug === undefined ? '' : ` id="${placeId(slug)}"`;
		return `<h${level}${place}>${this.parser.parseInline(token.tokens)}</h${level}>`;
	}

	override html({ text }: Tokens.HTML | Tokens.Tag): string {
		return asText(text);
	}

	override text(token: Tokens.Text | Tokens.Escape): string {
		// What stands between raw tags is handed over as it was typed.
		if (!('escaped' in token && token.escaped)) return super.text(token);
		return token.text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	}

	/** A list of things to tick, on paper or in the head: nothing that looks as if it kept what is ticked. */
	override checkbox({ checked }: Tokens.Checkbox): string {
		return checked ? '☑ ' : '☐ ';
	}
}

function topOf(tokens: readonly Token[]): number {
	const levels = tokens.map((token) =>
		token.type === 'heading' ? (token as Tokens.Heading).depth : 6
	);
	return Math.min(6, ...levels);
}

/** The names that the outline gives to the headings, so that a table of contents leads to them. */
function slugsOf(markdown: string, tokens: readonly Token[]): ReadonlyMap<Token, string> {
	const outline = outlineOf(markdown);
	const slugs = new Map<Token, string>();
	let at = 0;
	for (const token of tokens) {
		if (token.type !== 'heading') continue;
		const { depth, text } = token as Tokens.Heading;
		const plain = text.replaceAll(/[*_`~]/g, '').trim();
		const found = outline.findIndex(
			(entry, index) => index >= at && entry.level === depth && entry.text === plain
		);
		const slug = outline[found]?.slug;
		if (slug === undefined) continue;
		slugs.set(token, slug);
		at = found + 1;
	}
	return slugs;
}
