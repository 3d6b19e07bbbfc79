import { knowledgeAudiences } from '#domain/identity/index.ts';
import {
	blobHash,
	bool,
	defineChild,
	defineRoot,
	filledText,
	instant,
	int,
	listOf,
	MAX_BLOB_BYTES,
	nullable,
	oneOf,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';
import { isPublished, states, verbs } from './lifecycle.ts';

/** More languages than one article is ever kept in; bounds the head, which every reader's device holds. */
export const MAX_LANGUAGES = 8;
/** Three bytes a unit at most: title, summary and text together stay below the 64 KB of one mutation. */
const MAX_BODY = 18_000;
/** BCP 47 language tag. */
export const languageTag = text(35, 2);
export const title = filledText(160);
/** One or two sentences for lists and suggestions. */
export const summary = text(300);
/** Markdown. */
export const body = text(MAX_BODY);
export const category = filledText(60);
export const tags = listOf(filledText(30), 10);
export const note = text(1_000);
/** What a browser shows as a picture and nothing else: SVG can carry scripts. */
export const imageTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;

const words = { language: languageTag, title, summary, body } as const;
const version = int(0, 100_000);

/**
 * The head of an article. Its readers never receive a word that is not published: until the first publication, and after
 * retirement, only those who write for its audience hold the row, and a revision is written in `article_draft`.
 *
 * `languages`, `titles` and `summaries` belong together by place; the first is the article's own language.
 */
export const article = defineRoot({
	name: 'article',
	fields: {
		/** Given by the server (KB-1); null until then. */
		number: nullable(text(20, 1)),
		languages: listOf(languageTag, MAX_LANGUAGES),
		titles: listOf(title, MAX_LANGUAGES),
		summaries: listOf(summary, MAX_LANGUAGES),
		audience: oneOf(knowledgeAudiences),
		category,
		tags,
		state: oneOf(states),
		/** Instant of the step that led to the state. */
		stateSince: instant(),
		/** Number of the last publication; 0 before the first. */
		version,
		author: ref(),
		authorName: text(120),
		/** By when somebody has to look whether it still holds. */
		reviewAt: nullable(instant()),
		publishedAt: nullable(instant())
	},
	scopes: (row) => [
		`draft:${row.audience}`,
		...(isPublished(row.state) ? [`kb:${row.audience}`] : [])
	],
	order: (row) => row.publishedAt ?? row.stateSince,
	/** The texts of what is published lie on every reader's device, to be read without a network. */
	isOpen: (row) => row.state !== 'retired',
	series: () => 'KB',
	search: ['number', 'titles', 'summaries', 'category', 'tags']
});

/** What is published, one per language, `textId(article, language)`. */
export const articleText = defineChild({
	name: 'article_text',
	of: article,
	fields: {
		...words,
		/** The publication in which this language last changed: a smaller one than the own language's is out of date. */
		version
	},
	audience: () => 'public'
});

/** What is being written, one per language, `draftId(article, language)`; gone once it is published. */
export const articleDraft = defineChild({
	name: 'article_draft',
	of: article,
	fields: { ...words, by: ref(), byName: text(120), updatedAt: instant() },
	audience: () => 'internal'
});

/**
 * Every language of every publication that changed it; only added. Internal: an old version may have been written for a
 * smaller audience than the article has today.
 */
export const articleVersion = defineChild({
	name: 'article_version',
	of: article,
	fields: { ...words, version, note, by: ref(), byName: text(120), at: instant() },
	audience: () => 'internal'
});

/**
 * An image that a text shows as `image:HASH`. Uploaded ones are internal; a publication adds a public one for each image
 * that its texts show, and takes away those that no text shows any more.
 */
export const articleImage = defineChild({
	name: 'article_image',
	of: article,
	fields: {
		audience: oneOf(['public', 'internal']),
		name: filledText(255),
		mime: oneOf(imageTypes),
		size: int(1, MAX_BLOB_BYTES),
		blob: blobHash(),
		by: ref(),
		byName: text(120),
		at: instant(),
		/** The bytes are at the server, and were proven to be what `blob` says. */
		complete: bool()
	},
	audience: (row) => row.audience,
	blobs: {
		of: ({ blob, by, name, mime }) => [{ hash: blob, by, name, mime }],
		arrived: 'knowledge.receiveImage'
	}
});

/** What was done with the article, for those who write. Only added. */
export const articleEvent = defineChild({
	name: 'article_event',
	of: article,
	fields: {
		what: oneOf([...verbs, 'create', 'edit']),
		fromState: nullable(oneOf(states)),
		toState: nullable(oneOf(states)),
		note: nullable(note),
		/** Names of the columns that changed. */
		fields: listOf(text(40, 1), 10),
		by: ref(),
		byName: text(120),
		at: instant()
	},
	audience: () => 'internal'
});

/** A ticket for which the article was used. Internal: its readers may not see the ticket. */
export const articleUse = defineChild({
	name: 'article_use',
	of: article,
	fields: { ticket: ref(), by: ref(), byName: text(120), at: instant() },
	audience: () => 'internal'
});

/** Did it help? One per person and version; the person and those who write for the audience read it. */
export const articleFeedback = defineRoot({
	name: 'article_feedback',
	fields: {
		article: ref(),
		version,
		language: languageTag,
		/** As it was when the feedback was given. */
		audience: oneOf(knowledgeAudiences),
		helpful: bool(),
		words: text(2_000),
		person: ref(),
		personName: text(120),
		at: instant()
	},
	scopes: (row) => [`user:${row.person}`, `draft:${row.audience}`],
	order: (row) => row.at
});

export type Article = RowOf<typeof article>;
export type ArticleText = RowOf<typeof articleText>;
export type ArticleDraft = RowOf<typeof articleDraft>;
export type ArticleVersion = RowOf<typeof articleVersion>;
export type ArticleImage = RowOf<typeof articleImage>;
export type ArticleEvent = RowOf<typeof articleEvent>;
export type ArticleUse = RowOf<typeof articleUse>;
export type ArticleFeedback = RowOf<typeof articleFeedback>;

export const knowledgeTables = [
	article,
	articleText,
	articleDraft,
	articleVersion,
	articleImage,
	articleEvent,
	articleUse,
	articleFeedback
] as const;
