import type { ArticleState } from '#domain/knowledge/index.ts';
import { m } from '#messages/generated/messages.js';

/** Where an article lies in the workshop: the work that it asks for. */
export const shelves = ['drafts', 'review', 'due', 'published', 'retired'] as const;
export type Shelf = (typeof shelves)[number];

const STATES: Readonly<Record<Shelf, readonly ArticleState[]>> = {
	drafts: ['draft', 'revising'],
	review: ['in_review', 'revision_review'],
	due: ['published', 'revising', 'revision_review'],
	published: ['published', 'revising', 'revision_review'],
	retired: ['retired']
};
const WORDS: Readonly<Record<Shelf, () => string>> = {
	drafts: m.workshop_drafts,
	review: m.workshop_review,
	due: m.workshop_due,
	published: m.workshop_published,
	retired: m.workshop_retired
};
const EMPTY: Readonly<Record<Shelf, () => string>> = {
	drafts: m.workshop_drafts_empty,
	review: m.workshop_review_empty,
	due: m.workshop_due_empty,
	published: m.workshop_published_empty,
	retired: m.workshop_retired_empty
};

export const shelfStates = (shelf: Shelf): readonly ArticleState[] => STATES[shelf];
export const shelfWords = (shelf: Shelf): string => WORDS[shelf]();
export const shelfEmptyWords = (shelf: Shelf): string => EMPTY[shelf]();

export function shelfOf(asked: string | null): Shelf {
	return shelves.find((shelf) => shelf === asked) ?? 'drafts';
}
