import { wordsIn } from '#domain/knowledge/index.ts';
import type { Ticket } from '../schema.ts';

/**
 * Which tickets tell of the same matter. Texts are compared by the words that they share, a rare word weighing more than
 * one that is in every second title: the share of what they say in common in all that they say (Dice, 1945), a word counting
 * ln(1 + N / n) where n of N texts have it (Spaerck Jones, 1972). Nothing is learnt and nothing is kept, so a device
 * answers by itself from the rows that it holds.
 */
export interface TicketText {
	readonly id: string;
	/** Each once. */
	readonly words: readonly string[];
}

export interface Likeness {
	readonly id: string;
	/** 0 = no word in common, 1 = the same words. */
	readonly score: number;
	/** Words in common, the telling ones first. */
	readonly shared: readonly string[];
}

/** Tickets that tell of the same matter, oldest first in the order in which they were given. */
export interface Recurrence {
	readonly ids: readonly string[];
	/** Words that most of them share, the telling ones first. */
	readonly words: readonly string[];
}

/** Less is chance. */
const LEAST_SCORE = 0.38;
/** One word in common ("printer") is a subject and not yet the same matter, unless it is nearly all there is. */
const LEAST_SHARED = 2;
const NEARLY_ALL = 0.75;
/** A word of more texts than this brings no two of them together by itself: pairs would grow with its square. */
const MOST_TEXTS = 60;
const MOST_WORDS = 3;

export function ticketText(row: Pick<Ticket, 'id' | 'title' | 'tags'>): TicketText {
	return { id: row.id, words: wordsIn(`${row.title} ${row.tags.join(' ')}`) };
}

type Weigh = (word: string) => number;

function placesOf(texts: readonly TicketText[]): ReadonlyMap<string, readonly number[]> {
	const places = new Map<string, number[]>();
	for (const [index, { words }] of texts.entries()) {
		for (const word of words) {
			const found = places.get(word);
			if (found) found.push(index);
			else places.set(word, [index]);
		}
	}
	return places;
}

const weights =
	(places: ReadonlyMap<string, readonly number[]>, count: number): Weigh =>
	(word) =>
		Math.log(1 + count / (places.get(word)?.length ?? 1));

const weightOf = (words: readonly string[], weigh: Weigh): number =>
	words.reduce((sum, word) => sum + weigh(word), 0);

/** Undefined for texts that have too little in common. */
function likeness(one: TicketText, other: TicketText, weigh: Weigh): Likeness | undefined {
	const known = new Set(one.words);
	const shared = other.words.filter((word) => known.has(word));
	if (shared.length === 0) return undefined;
	const all = weightOf(one.words, weigh) + weightOf(other.words, weigh);
	const score = Math.min(1, (2 * weightOf(shared, weigh)) / all);
	if (score < (shared.length < LEAST_SHARED ? NEARLY_ALL : LEAST_SCORE)) return undefined;
	return { id: other.id, score, shared: telling(shared, weigh) };
}

function telling(words: readonly string[], weigh: Weigh): readonly string[] {
	return words.toSorted((one, other) => weigh(other) - weigh(one) || (one < other ? -1 : 1));
}

/** The texts that tell of the same matter as `of`, likest first; `of` itself is left out. */
export function similarTickets(
	of: TicketText,
	among: readonly TicketText[],
	most: number
): readonly Likeness[] {
	const others = among.filter(({ id }) => id !== of.id);
	const texts = [of, ...others];
	const weigh = weights(placesOf(texts), texts.length);
	return others
		.map((other) => likeness(of, other, weigh))
		.filter((found) => found !== undefined)
		.toSorted((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
		.slice(0, most);
}

/** Numbers joined into sets: `find` names a set by its smallest member. */
function disjointSets(count: number) {
	const above = Array.from({ length: count }, (_, index) => index);
	const find = (index: number): number => {
		for (let at = index; ;) {
			const up = above[at] ?? at;
			if (up === at) return at;
			// Shortens the way for whoever asks next.
			above[at] = above[up] ?? up;
			at = up;
		}
	};
	const join = (one: number, other: number) => {
		const [low, high] = [find(one), find(other)].toSorted((a, b) => a - b) as [number, number];
		above[high] = low;
	};
	return { find, join };
}

/**
 * What keeps coming back: sets of at least `least` texts that hang together by likeness, largest first. Every text is in
 * one set at most. A text need not be like every other of its set, so a matter that is told in changing words is found.
 */
export function recurringMatters(
	texts: readonly TicketText[],
	least: number
): readonly Recurrence[] {
	const places = placesOf(texts);
	const weigh = weights(places, texts.length);
	const sets = disjointSets(texts.length);
	for (const found of places.values()) {
		if (found.length > MOST_TEXTS) continue;
		for (const [at, one] of found.entries()) {
			for (const other of found.slice(at + 1)) {
				if (sets.find(one) === sets.find(other)) continue;
				const [first, second] = [texts[one], texts[other]];
				if (first && second && likeness(first, second, weigh)) sets.join(one, other);
			}
		}
	}
	const bySet = Map.groupBy(texts.entries(), ([index]) => sets.find(index));
	return [...bySet.values()]
		.filter((members) => members.length >= least)
		.map((members) => members.map(([, text]) => text))
		.toSorted((one, other) => other.length - one.length)
		.map((members) => ({ ids: members.map(({ id }) => id), words: common(members, weigh) }));
}

function common(members: readonly TicketText[], weigh: Weigh): readonly string[] {
	const most = [...placesOf(members)]
		.filter(([, found]) => found.length * 2 > members.length)
		.map(([word]) => word);
	return telling(most, weigh).slice(0, MOST_WORDS);
}
