/**
 * What is known of an article's text without rendering it. All of it takes time that grows with the text's length only,
 * whatever the text is.
 */

const schemes: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel']);

/** Blanks, control and invisible characters: browsers drop some before they read a scheme (`java\nscript:`). */
const unseen = /[\s\p{Cc}\p{Cf}]/u;

/**
 * May a link lead there? `href` is the address after the markdown was decoded. Allowed are http, https, mailto, tel, a place
 * in the text (`#steps`) and a path of this app (`/kb/1`), never another host without a scheme (`//host`, `/\host`).
 */
export function isAllowedLink(href: string): boolean {
	if (href === '' || href.length > 2_000 || unseen.test(href)) return false;
	if (href.startsWith('#')) return true;
	if (href.startsWith('/')) return href[1] !== '/' && href[1] !== '\\';
	const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(href)?.[0];
	return scheme !== undefined && schemes.has(scheme.toLowerCase());
}

const imageAddress = /^image:([0-9a-f]{64})$/;

/** The content that an image of a text names, `image:HASH`; undefined for any other address: no text loads from afar. */
export function imageHashIn(src: string): string | undefined {
	return imageAddress.exec(src)?.[1];
}

/** Every content that the text may show as an image, each once. */
export function imageHashesIn(markdown: string): readonly string[] {
	return [...new Set(markdown.match(/(?<=image:)[0-9a-f]{64}(?![0-9a-f])/g) ?? [])];
}

export interface Heading {
	/** 1 to 6. */
	readonly level: number;
	readonly text: string;
	/** Name of the place in the text, unique in it: letters, digits and dashes. */
	readonly slug: string;
}

const MOST_HEADINGS = 100;

/** `# Heading` lines outside code fences, in order, for a table of contents. */
export function outlineOf(markdown: string): readonly Heading[] {
	const found: Heading[] = [];
	const taken = new Set<string>();
	let fence: string | undefined;
	for (const line of markdown.split('\n')) {
		const mark = /^ {0,3}(`{3}|~{3})/.exec(line)?.[1];
		if (mark !== undefined && (fence === undefined || fence === mark)) {
			fence = fence === undefined ? mark : undefined;
		} else if (fence === undefined) {
			const heading = headingIn(line, taken);
			if (heading) found.push(heading);
		}
		if (found.length === MOST_HEADINGS) break;
	}
	return found;
}

function headingIn(line: string, taken: Set<string>): Heading | undefined {
	const marks = /^ {0,3}(#{1,6})[ \t]/.exec(line);
	if (!marks?.[1]) return undefined;
	const text = withoutMarks(line.slice(marks[0].length));
	return text === '' ? undefined : { level: marks[1].length, text, slug: slugOf(text, taken) };
}

/** `Steps **now** ##` reads `Steps now`. */
function withoutMarks(text: string): string {
	let end = text.trimEnd().length;
	while (text[end - 1] === '#') end -= 1;
	const closes = end === 0 || text[end - 1] === ' ' || text[end - 1] === '\t';
	return (closes ? text.slice(0, end) : text).replaceAll(/[*_`~]/g, '').trim();
}

function slugOf(text: string, taken: Set<string>): string {
	const plain = text
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^\p{L}\p{N}]+/gu, '-')
		.replaceAll(/^-|-$/g, '');
	const base = plain === '' ? 'part' : plain;
	let slug = base;
	for (let count = 2; taken.has(slug); count += 1) slug = `${base}-${count}`;
	taken.add(slug);
	return slug;
}
