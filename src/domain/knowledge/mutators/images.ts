import * as v from 'valibot';
import {
	blobHash,
	defineMutator,
	derivedId,
	isRow,
	ref,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { articleImage, type ArticleImage } from '../schema.ts';
import { articleFor } from './article-access.ts';

const { name, mime, size, blob } = articleImage.fields;

export function imageId(
	articleId: string,
	audience: ArticleImage['audience'],
	hash: string
): string {
	return derivedId(articleImage.name, articleId, audience, hash);
}

/** Adds an image that drafts can show as `image:HASH`; the bytes travel apart. The same one twice changes nothing. */
export const addImage = defineMutator({
	name: 'knowledge.addImage',
	permission: 'knowledge.write',
	args: v.strictObject({
		article: ref().schema,
		file: v.strictObject({
			name: name.schema,
			mime: mime.schema,
			size: size.schema,
			blob: blob.schema
		})
	}),
	async run({ tx, ctx, args }) {
		const found = await articleFor(tx, ctx, args.article, 'knowledge.write');
		if (!found.ok) return found.verdict;
		const id = imageId(args.article, 'internal', args.file.blob);
		if (isRow(await tx.get(articleImage, id))) return undefined;
		await tx.insert(articleImage, {
			id,
			root: args.article,
			audience: 'internal',
			...args.file,
			by: ctx.actor.subject,
			byName: ctx.actor.name,
			at: ctx.now,
			complete: false
		});
		return undefined;
	}
});

/** Takes an image away from those who write; what is published keeps its own until it no longer shows it. */
export const removeImage = defineMutator({
	name: 'knowledge.removeImage',
	permission: 'knowledge.write',
	args: v.strictObject({ article: ref().schema, blob: blobHash().schema }),
	async run({ tx, ctx, args }) {
		const found = await articleFor(tx, ctx, args.article, 'knowledge.write');
		if (!found.ok) return found.verdict;
		const id = imageId(args.article, 'internal', args.blob);
		if (!isRow(await tx.get(articleImage, id))) return refuse('knowledge.image_unknown', 'blob');
		await tx.remove(articleImage, id);
		return undefined;
	}
});

/** The bytes of an image have arrived: told by the server. */
export const receiveImage = defineMutator({
	name: 'knowledge.receiveImage',
	permission: 'knowledge.receive_image',
	args: v.strictObject({ row: ref().schema, hash: blobHash().schema }),
	async run({ tx, args }) {
		const image = await tx.get(articleImage, args.row);
		if (!isRow(image) || image.blob !== args.hash || image.complete) return;
		await tx.update(articleImage, image.id, { complete: true });
	}
});

/**
 * Brings the public images in step with the published texts: one for each content shown, and no other. Answers the hash of
 * the first image that nobody has added, before anything is written.
 */
export async function publishImages(
	tx: WriteTx,
	articleId: string,
	images: readonly ArticleImage[],
	shown: readonly string[]
): Promise<string | undefined> {
	const byHash = new Map(images.map((image) => [`${image.audience} ${image.blob}`, image]));
	const source = (hash: string) => byHash.get(`internal ${hash}`) ?? byHash.get(`public ${hash}`);
	const unknown = shown.find((hash) => !source(hash));
	if (unknown !== undefined) return unknown;
	for (const hash of shown) {
		const image = source(hash);
		if (!image || byHash.has(`public ${hash}`)) continue;
		await tx.insert(articleImage, {
			...image,
			id: imageId(articleId, 'public', hash),
			audience: 'public'
		});
	}
	for (const image of images) {
		const isShown = shown.includes(image.blob);
		if (image.audience === 'public' && !isShown) await tx.remove(articleImage, image.id);
	}
	return undefined;
}
