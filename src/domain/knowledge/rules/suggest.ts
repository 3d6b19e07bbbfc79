import type { Article } from '../schema.ts';

/** Two letters are enough for `PC`. */
const SHORTEST = 2;
/** Of what is being typed; more words make no suggestion better. */
const MOST_TYPED = 24;

/** Words of English and German that are in every sentence and say nothing of its subject. */
const empty: ReadonlySet<string> = new Set(
	(
		'an and are as at be but by can do for from has have how if in into is it its me my no not of on or our so that the ' +
		'there this to was we what when will with you your ' +
		'aber als am auf bei bin das dem den der die du ein eine einen er es fur hat ich im ist kann man mein mein mit ' +
		'nach nicht oder sich sie sind und von was wenn wie wir zu zum zur'
	).split(' ')
);

/** The text as words to look for: without case and accents, each once, without those that say nothing. */
export function wordsIn(text: string): readonly string[] {
	const folded = text.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
	const found = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
	return [...new Set(found.filter((word) => word.length >= SHORTEST && !empty.has(word)))];
}

export function typedWords(text: string): readonly string[] {
	return wordsIn(text.slice(0, 2_000)).slice(0, MOST_TYPED);
}

type Suggested = Pick<Article, 'titles' | 'summaries' | 'tags' | 'category'>;

interface IndexedWords {
	readonly titles: readonly string[];
	readonly tags: readonly string[];
	readonly rest: readonly string[];
}

/** Rows are never changed in place, so their words are found once and not at every key. */
const known = new WeakMap<Suggested, IndexedWords>();

function indexed(row: Suggested): IndexedWords {
	const words = known.get(row) ?? {
		titles: wordsIn(row.titles.join(' ')),
		tags: wordsIn(row.tags.join(' ')),
		rest: wordsIn(`${row.summaries.join(' ')} ${row.category}`)
	};
	known.set(row, words);
	return words;
}

/** A word that is being typed begins one of them, or goes on from a longer one (`printers` from `printer`). */
const meets = (words: readonly string[], typed: string): boolean =>
	words.some((word) => word.startsWith(typed) || (word.length > 3 && typed.startsWith(word)));

/** Less than this is chance: one word of a summary, say. */
const LEAST_FIT = 3;

/**
 * How well the article fits what somebody is typing: a word of a title counts 4, of the tags 3, of summary or category 1.
 * People write sentences, so not every word has to fit. 0 = not worth suggesting.
 */
export function fitOf(typed: readonly string[], row: Suggested): number {
	const { titles, tags, rest } = indexed(row);
	let sum = 0;
	for (const word of typed) {
		if (meets(titles, word)) sum += 4;
		else if (meets(tags, word)) sum += 3;
		else if (meets(rest, word)) sum += 1;
	}
	return sum >= LEAST_FIT ? sum : 0;
}

/** The articles that fit the text, best first, newer publications first among equals. */
export function rankArticles<Row extends Suggested & Pick<Article, 'publishedAt'>>(
	text: string,
	rows: readonly Row[],
	most: number
): readonly Row[] {
	const typed = typedWords(text);
	return rows
		.map((row) => ({ row, fit: fitOf(typed, row) }))
		.filter(({ fit }) => fit > 0)
		.toSorted((a, b) => b.fit - a.fit || (b.row.publishedAt ?? 0) - (a.row.publishedAt ?? 0))
		.slice(0, most)
		.map(({ row }) => row);
}
