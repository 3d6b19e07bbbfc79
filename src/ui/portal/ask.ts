import type { CatalogItem } from '#domain/catalog/index.ts';
import { rankArticles, type Article } from '#domain/knowledge/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';

/** Something that may be meant by what is being typed. */
export type Suggestion =
	| { readonly kind: 'item'; readonly id: string; readonly item: CatalogItem }
	| { readonly kind: 'own'; readonly id: string; readonly ticket: Ticket }
	| { readonly kind: 'article'; readonly id: string; readonly article: Article }
	/** Somebody else's report from the same place. */
	| { readonly kind: 'nearby'; readonly id: string; readonly ticket: Ticket };

/** What is looked through: rows that the person reads anyway. */
export type Sources = {
	readonly items?: readonly CatalogItem[];
	readonly own?: readonly Ticket[];
	readonly articles?: readonly Article[];
	readonly nearby?: readonly Ticket[];
};

const MOST = 7;
/** One kind never crowds out the others. */
const MOST_OF_A_KIND = 3;

type Candidate = Pick<Article, 'titles' | 'summaries' | 'tags' | 'category'> & {
	/** Newer first among equals, so that the nearest kind comes first: own, item, article, nearby. */
	readonly publishedAt: number;
	readonly found: Suggestion;
};

/** By row, which is never changed in place: the words of a row are looked up once and not at every key. */
const candidates = new WeakMap<object, Candidate>();

function candidate<Row extends object>(row: Row, make: (row: Row) => Candidate): Candidate {
	const made = candidates.get(row) ?? make(row);
	candidates.set(row, made);
	return made;
}

const ofItem = (item: CatalogItem): Candidate => ({
	titles: [item.title],
	summaries: [item.description],
	tags: [],
	category: item.category,
	publishedAt: 3e15,
	found: { kind: 'item', id: item.id, item }
});

const ofArticle = (article: Article): Candidate => ({
	...article,
	publishedAt: article.publishedAt ?? 0,
	found: { kind: 'article', id: article.id, article }
});

const ofTicket =
	(kind: 'own' | 'nearby', publishedAt: number) =>
	(ticket: Ticket): Candidate => ({
		titles: [ticket.title],
		summaries: [],
		tags: [...ticket.tags, ticket.number ?? ''],
		category: '',
		publishedAt,
		found: { kind, id: ticket.id, ticket }
	});

const ofOwn = ofTicket('own', 4e15);
const ofNearby = ofTicket('nearby', 0);

/** What fits the text, best first; nothing for an empty one. People write sentences, so not every word has to fit. */
export function suggestionsFor(text: string, from: Sources): readonly Suggestion[] {
	const all = [
		...(from.own ?? []).map((row) => candidate(row, ofOwn)),
		...(from.items ?? []).map((row) => candidate(row, ofItem)),
		...(from.articles ?? []).map((row) => candidate(row, ofArticle)),
		...(from.nearby ?? []).map((row) => candidate(row, ofNearby))
	];
	const taken = new Map<Suggestion['kind'], number>();
	return rankArticles(text, all, all.length)
		.map(({ found }) => found)
		.filter(({ kind }) => {
			const count = (taken.get(kind) ?? 0) + 1;
			taken.set(kind, count);
			return count <= MOST_OF_A_KIND;
		})
		.slice(0, MOST);
}
