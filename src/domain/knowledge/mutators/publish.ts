import {
	derivedId,
	notHere,
	type Context,
	type Instant,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { columnsOfFaces } from '../rules/faces.ts';
import { imageHashesIn } from '../rules/markdown.ts';
import {
	articleDraft,
	articleImage,
	articleText,
	articleVersion,
	type Article,
	type ArticleDraft,
	type ArticleText
} from '../schema.ts';
import { publishImages } from './images.ts';
import { draftId } from './write.ts';

export function textId(articleId: string, language: string): string {
	return derivedId(articleText.name, articleId, language);
}

interface Publication {
	readonly at: Instant;
	readonly note: string;
	readonly drafts: readonly ArticleDraft[];
}

const sameWords = (text: ArticleText, draft: ArticleDraft): boolean =>
	text.title === draft.title && text.summary === draft.summary && text.body === draft.body;

/**
 * Puts what was written in the place of what was published: texts, images, the head's titles; each language that changed
 * goes into the history. Answers the head's new columns, or why not.
 */
export async function publishWords(
	tx: WriteTx,
	ctx: Context,
	row: Article,
	{ at, note, drafts }: Publication
): Promise<Partial<Article> | Verdict> {
	const images = await tx.children(articleImage, row.id);
	const texts = await tx.children(articleText, row.id);
	if (images === notHere || texts === notHere) return {};
	const shown = [...new Set(drafts.flatMap(({ body }) => imageHashesIn(body)))];
	const unknown = await publishImages(tx, row.id, images, shown);
	if (unknown !== undefined) return refuse('knowledge.image_unknown', 'body', { image: unknown });
	const version = row.version + 1;
	for (const draft of drafts) {
		const old = texts.find(({ language }) => language === draft.language);
		if (!old || !sameWords(old, draft))
			await publishLanguage(tx, ctx, draft, { old, version, note, at });
		await tx.remove(articleDraft, draft.id);
	}
	for (const text of texts) {
		const isKept = drafts.some(({ language }) => language === text.language);
		if (!isKept) await tx.remove(articleText, text.id);
	}
	return { ...columnsOfFaces(drafts, row.languages[0] ?? ''), version, publishedAt: at };
}

async function publishLanguage(
	tx: WriteTx,
	ctx: Context,
	draft: ArticleDraft,
	how: { old: ArticleText | undefined; version: number; note: string; at: Instant }
): Promise<void> {
	const { root, language, title, summary, body } = draft;
	const { version, note, at } = how;
	const words = { language, title, summary, body, version };
	if (how.old) await tx.update(articleText, how.old.id, words);
	else await tx.insert(articleText, { id: textId(root, language), root, ...words });
	await tx.insert(articleVersion, {
		id: derivedId(articleVersion.name, root, language, String(version)),
		root,
		...words,
		note,
		by: ctx.actor.subject,
		byName: ctx.actor.name,
		at
	});
}

/** Opens what is published for writing, unless something is being written already. */
export async function copyToDrafts(
	tx: WriteTx,
	ctx: Context,
	row: Article,
	at: Instant
): Promise<void> {
	const drafts = await tx.children(articleDraft, row.id);
	const texts = await tx.children(articleText, row.id);
	if (drafts === notHere || texts === notHere || drafts.length > 0) return;
	for (const { language, title, summary, body } of texts) {
		await tx.insert(articleDraft, {
			id: draftId(row.id, language),
			root: row.id,
			language,
			title,
			summary,
			body,
			by: ctx.actor.subject,
			byName: ctx.actor.name,
			updatedAt: at
		});
	}
}

/** Throws away what was being written; what is published stays. */
export async function dropDrafts(tx: WriteTx, row: Article): Promise<void> {
	const drafts = await tx.children(articleDraft, row.id);
	if (drafts === notHere) return;
	for (const draft of drafts) await tx.remove(articleDraft, draft.id);
}
