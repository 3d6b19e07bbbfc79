import { outlineOf } from '#domain/knowledge/index.ts';
import { Lexer, Parser, Renderer, type Token, type Tokens } from 'marked';
import { placeId } from './place-id.ts';

/** Markdown as HTML that nobody may be shown yet: whoever wrote it could put anything in. */
export function htmlOf(markdown: string): string {
	const tokens = new Lexer({ gfm: true }).lex(markdown);
	const renderer = new ArticleRenderer(slugsOf(markdown, tokens));
	return new Parser({ renderer }).parse(tokens);
}

/** The page's h1 is the article's title, so that `# Heading` is an h2. */
class ArticleRenderer extends Renderer {
	readonly #slugs: ReadonlyMap<Token, string>;

	constructor(slugs: ReadonlyMap<Token, string>) {
		super();
		this.#slugs = slugs;
	}

	override heading(token: Tokens.Heading): string {
		const level = Math.min(token.depth + 1, 6);
		const slug = this.#slugs.get(token);
		const place = slug === undefined ? '' : ` id="${placeId(slug)}"`;
		return `<h${level}${place}>${this.parser.parseInline(token.tokens)}</h${level}>`;
	}

	/** A list of things to tick, on paper or in the head: nothing that looks as if it kept what is ticked. */
	override checkbox({ checked }: Tokens.Checkbox): string {
		return checked ? '☑ ' : '☐ ';
	}
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
