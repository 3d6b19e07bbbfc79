import type { Article } from '../schema.ts';

/** What a list shows of an article, in one language. */
export interface Face {
	readonly language: string;
	readonly title: string;
	readonly summary: string;
}

type Faces = Pick<Article, 'languages' | 'titles' | 'summaries'>;

/** The article's languages, its own first. */
export function facesOf(row: Faces): readonly Face[] {
	return row.languages.map((language, at) => ({
		language,
		title: row.titles[at] ?? '',
		summary: row.summaries[at] ?? ''
	}));
}

const primary = (tag: string): string => tag.toLowerCase().split('-', 1)[0] ?? '';

/**
 * The best of the languages for somebody who reads `locale`: the same tag, else the same language, else the article's own
 * (the first). Undefined only for no languages at all.
 */
export function languageFor(languages: readonly string[], locale: string): string | undefined {
	return (
		languages.find((tag) => tag.toLowerCase() === locale.toLowerCase()) ??
		languages.find((tag) => primary(tag) === primary(locale)) ??
		languages[0]
	);
}

export function faceFor(row: Faces, locale: string): Face {
	const wanted = languageFor(row.languages, locale);
	const face = facesOf(row).find(({ language }) => language === wanted);
	return face ?? { language: locale, title: '', summary: '' };
}

/** The columns for these faces; `own` goes first, the others in order of their tags. */
export function columnsOfFaces(
	faces: readonly Face[],
	own: string
): Pick<Article, 'languages' | 'titles' | 'summaries'> {
	const sorted = faces.toSorted((a, b) => {
		if (a.language === own || b.language === own) return a.language === own ? -1 : 1;
		return a.language < b.language ? -1 : 1;
	});
	return {
		languages: sorted.map(({ language }) => language),
		titles: sorted.map(({ title }) => title),
		summaries: sorted.map(({ summary }) => summary)
	};
}
