import type { CatalogItem } from '#domain/catalog/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';

/** Something that may be meant by what is being typed. */
export type Suggestion =
	| { readonly kind: 'item'; readonly id: string; readonly item: CatalogItem }
	| { readonly kind: 'own'; readonly id: string; readonly ticket: Ticket };

const MOST = 6;
const fold = (text: string): string =>
	text.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');

/** How well the words fit: 2 for each at the start of a word of the title, 1 for each elsewhere; 0 when one is missing. */
function fit(words: readonly string[], title: string, rest: string): number {
	const strong = ` ${fold(title)}`;
	const weak = fold(rest);
	let sum = 0;
	for (const word of words) {
		if (strong.includes(` ${word}`)) sum += 2;
		else if (strong.includes(word) || weak.includes(word)) sum += 1;
		else return 0;
	}
	return sum;
}

/** Items and own requests that fit the text, best first, own requests first among equals; nothing for an empty text. */
export function suggestionsFor(
	text: string,
	items: readonly CatalogItem[],
	own: readonly Ticket[]
): readonly Suggestion[] {
	const words = fold(text).split(/\s+/).filter(Boolean);
	if (words.length === 0) return [];
	const scored = [
		...own.map((ticket) => ({
			score: fit(words, ticket.title, ticket.number ?? ''),
			found: { kind: 'own', id: ticket.id, ticket } satisfies Suggestion
		})),
		...items.map((item) => ({
			score: fit(words, item.title, `${item.description} ${item.category}`),
			found: { kind: 'item', id: item.id, item } satisfies Suggestion
		}))
	];
	return scored
		.filter(({ score }) => score > 0)
		.toSorted((one, other) => other.score - one.score)
		.slice(0, MOST)
		.map(({ found }) => found);
}
