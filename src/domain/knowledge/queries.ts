import * as v from 'valibot';
import {
	defineQuery,
	instant,
	nullable,
	oneOf,
	ref,
	text,
	type Sort
} from '#domain/kernel/index.ts';
import { isPublished, states } from './lifecycle.ts';
import { canWrite, readsArticle } from './rules/readers.ts';
import { isReviewDue } from './rules/steps.ts';
import { fitOf, typedWords } from './rules/suggest.ts';
import { article, articleFeedback, type Article } from './schema.ts';

const newest: Sort<Article> = {
	id: 'published',
	key: (row) => row.publishedAt ?? 0,
	descending: true
};

/** What the person may read, newest first; `category` and `tag` narrow. */
export const library = defineQuery({
	name: 'knowledge.library',
	table: article,
	args: v.strictObject({
		category: nullable(text(60, 1)).schema,
		tag: nullable(text(30, 1)).schema
	}),
	where:
		({ category, tag }, actor) =>
		(row) =>
			readsArticle(actor, row) &&
			(category === null || row.category === category) &&
			(tag === null || row.tags.includes(tag)),
	sort: () => newest
});

/** What the person may write, whatever state it is in; longest in its state first. `dueAt`: whose review is due by then. */
export const workshop = defineQuery({
	name: 'knowledge.workshop',
	table: article,
	args: v.strictObject({
		states: v.pipe(v.array(oneOf(states).schema), v.maxLength(states.length)),
		author: nullable(ref()).schema,
		dueAt: nullable(instant()).schema
	}),
	where:
		({ states: wanted, author, dueAt }, actor) =>
		(row) =>
			canWrite(actor, row.audience) &&
			wanted.includes(row.state) &&
			(author === null || row.author === author) &&
			(dueAt === null || (isPublished(row.state) && isReviewDue(row, dueAt))),
	sort: () => ({ id: 'stateSince', key: (row) => row.stateSince, descending: false })
});

/**
 * Articles that may answer what is being typed: among those on this device that the person may read. A list keeps one
 * order for all texts, so these come newest first; `rankArticles` puts the best first.
 */
export const suggestions = defineQuery({
	name: 'knowledge.suggestions',
	table: article,
	args: v.strictObject({ text: text(2_000).schema }),
	where: ({ text: typed }, actor) => {
		const words = typedWords(typed);
		return (row) => readsArticle(actor, row) && fitOf(words, row) > 0;
	},
	sort: () => newest
});

/** What was said of an article, newest first: all of it to those who write for its audience, one's own to everybody. */
export const feedback = defineQuery({
	name: 'knowledge.feedback',
	table: articleFeedback,
	args: v.strictObject({ article: ref().schema }),
	where: (args) => (row) => row.article === args.article,
	sort: () => ({ id: 'at', key: (row) => row.at, descending: true })
});

export const knowledgeQueries = [library, workshop, suggestions, feedback] as const;
