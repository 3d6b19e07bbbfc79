import * as v from 'valibot';
import { knowledgeAudiences } from '#domain/identity/index.ts';
import {
	applied,
	defineMutator,
	derivedId,
	mergeFields,
	notHere,
	oneOf,
	ref,
	type Context,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { isInWork } from '../lifecycle.ts';
import { columnsOfFaces, facesOf } from '../rules/faces.ts';
import { canWrite } from '../rules/readers.ts';
import * as table from '../schema.ts';
import { articleFor, factTime, record } from './article-access.ts';

/** What a new article is made of. The words may still be poor; a publication asks for all of them. */
export const newArticle = {
	language: table.languageTag.schema,
	title: table.title.schema,
	summary: v.exactOptional(table.summary.schema, ''),
	body: v.exactOptional(table.body.schema, ''),
	audience: oneOf(knowledgeAudiences).schema,
	category: table.category.schema,
	tags: v.exactOptional(table.tags.schema, [])
};
const newArticleSchema = v.strictObject(newArticle);

export function draftId(articleId: string, language: string): string {
	return derivedId(table.articleDraft.name, articleId, language);
}

const writer = (ctx: Context) => ({ by: ctx.actor.subject, byName: ctx.actor.name });

/** Starts an article as a draft of the actor's; its id is `ctx.newId(article)`. */
export async function startArticle(
	tx: WriteTx,
	ctx: Context,
	given: v.InferOutput<typeof newArticleSchema>
): Promise<Verdict> {
	if (!canWrite(ctx.actor, given.audience)) return refuse('forbidden', 'audience');
	const { language, title, summary, body, audience, category, tags } = given;
	const root = ctx.newId(table.article);
	await tx.insert(table.article, {
		id: root,
		number: null,
		...columnsOfFaces([{ language, title, summary }], language),
		audience,
		category,
		tags,
		state: 'draft',
		stateSince: ctx.now,
		version: 0,
		author: ctx.actor.subject,
		authorName: ctx.actor.name,
		reviewAt: null,
		publishedAt: null
	});
	const id = draftId(root, language);
	const words = { language, title, summary, body };
	await tx.insert(table.articleDraft, { id, root, ...words, ...writer(ctx), updatedAt: ctx.now });
	await record(tx, ctx, { root, at: ctx.now }, { what: 'create', toState: 'draft' });
	return applied;
}

export const add = defineMutator({
	name: 'knowledge.add',
	permission: 'knowledge.write',
	args: newArticleSchema,
	run: ({ tx, ctx, args }) => startArticle(tx, ctx, args)
});

/** While nobody but those who write sees the head, its titles follow what is written. */
async function showFace(tx: WriteTx, row: table.Article, drafts: readonly table.ArticleDraft[]) {
	if (row.state !== 'draft') return;
	const columns = columnsOfFaces(
		drafts.map(({ language, title, summary }) => ({ language, title, summary })),
		row.languages[0] ?? ''
	);
	await tx.update(table.article, row.id, columns);
}

const changes = v.pipe(
	v.strictObject({
		title: v.exactOptional(table.title.schema),
		summary: v.exactOptional(table.summary.schema),
		body: v.exactOptional(table.body.schema)
	}),
	v.check((given) => Object.keys(given).length > 0, 'changes.none')
);

async function addLanguage(
	tx: WriteTx,
	ctx: Context,
	row: table.Article,
	words: Pick<table.ArticleDraft, 'language'> & v.InferOutput<typeof changes>
): Promise<table.ArticleDraft | Verdict> {
	const { language, title, summary = '', body = '' } = words;
	if (title === undefined) return refuse('knowledge.words_missing', 'changes.title', { language });
	const draft: table.ArticleDraft = {
		id: draftId(row.id, language),
		root: row.id,
		language,
		title,
		summary,
		body,
		...writer(ctx),
		updatedAt: factTime(ctx, row)
	};
	await tx.insert(table.articleDraft, draft);
	return draft;
}

/**
 * Changes the words that are being written, or begins a further language with its title. What somebody else wrote in the
 * same field meanwhile is kept and named; the loser's text stays with its author.
 */
export const saveDraft = defineMutator({
	name: 'knowledge.saveDraft',
	permission: 'knowledge.write',
	args: v.strictObject({ article: ref().schema, language: table.languageTag.schema, changes }),
	async run({ tx, ctx, args }) {
		const found = await articleFor(tx, ctx, args.article, 'knowledge.write');
		if (!found.ok) return found.verdict;
		const { row } = found;
		if (!isInWork(row.state))
			return refuse('knowledge.not_in_work', 'article', { state: row.state });
		const drafts = await tx.children(table.articleDraft, row.id);
		if (drafts === notHere) return undefined;
		const draft = drafts.find(({ language }) => language === args.language);
		if (!draft) {
			if (drafts.length >= table.MAX_LANGUAGES)
				return refuse('knowledge.languages_full', 'language');
			const added = await addLanguage(tx, ctx, row, { language: args.language, ...args.changes });
			if ('kind' in added) return added;
			await showFace(tx, row, [...drafts, added]);
			return undefined;
		}
		const { patch, verdict } = mergeFields<table.ArticleDraft>(draft, args.changes, ctx.base);
		if (verdict.kind === 'rejected') return verdict;
		const written = { ...patch, ...writer(ctx), updatedAt: factTime(ctx, row) };
		await tx.update(table.articleDraft, draft.id, written);
		const after = drafts.map((one) => (one === draft ? { ...draft, ...written } : one));
		await showFace(tx, row, after);
		return verdict;
	}
});

/** Takes a language out of what is being written; the next publication takes it from the readers. */
export const dropLanguage = defineMutator({
	name: 'knowledge.dropLanguage',
	permission: 'knowledge.write',
	args: v.strictObject({ article: ref().schema, language: table.languageTag.schema }),
	async run({ tx, ctx, args }) {
		const found = await articleFor(tx, ctx, args.article, 'knowledge.write');
		if (!found.ok) return found.verdict;
		const { row } = found;
		if (!isInWork(row.state))
			return refuse('knowledge.not_in_work', 'article', { state: row.state });
		if (facesOf(row)[0]?.language === args.language) {
			return refuse('knowledge.language_unknown', 'language');
		}
		const drafts = await tx.children(table.articleDraft, row.id);
		if (drafts === notHere) return undefined;
		const gone = drafts.find(({ language }) => language === args.language);
		if (!gone) return refuse('knowledge.language_unknown', 'language');
		await tx.remove(table.articleDraft, gone.id);
		await showFace(
			tx,
			row,
			drafts.filter((one) => one !== gone)
		);
		return undefined;
	}
});
