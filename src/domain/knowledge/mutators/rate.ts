import * as v from 'valibot';
import { bool, defineMutator, derivedId, int, isRow, ref } from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { readsArticle } from '../rules/readers.ts';
import { articleFeedback, languageTag } from '../schema.ts';
import { articleSeen } from './article-access.ts';

/** The one feedback of a person on a version of an article. */
export function feedbackId(articleId: string, version: number, subject: string): string {
	return derivedId(articleFeedback.name, articleId, String(version), subject);
}

/** Says whether a published version helped, and in words what was missing. Said again, it replaces what was said. */
export const rate = defineMutator({
	name: 'knowledge.rate',
	permission: 'knowledge.rate',
	args: v.strictObject({
		article: ref().schema,
		/** The version that the person read. */
		version: int(1, 100_000).schema,
		language: languageTag.schema,
		helpful: bool().schema,
		words: v.exactOptional(articleFeedback.fields.words.schema, '')
	}),
	async run({ tx, ctx, args }) {
		const found = await articleSeen(tx, ctx, args.article);
		if (!found.ok) return found.verdict;
		const { row } = found;
		if (!readsArticle(ctx.actor, row)) return refuse('knowledge.unknown', 'article');
		if (args.version > row.version) return refuse('knowledge.version_unknown', 'version');
		const id = feedbackId(row.id, args.version, ctx.actor.subject);
		const given = await tx.get(articleFeedback, id);
		const { article, version, language, helpful, words } = args;
		const said = { language, helpful, words, audience: row.audience, at: ctx.now };
		if (isRow(given)) {
			await tx.update(articleFeedback, id, { ...said, at: Math.max(ctx.now, given.at) });
			return undefined;
		}
		const person = ctx.actor.subject;
		const personName = ctx.actor.name;
		await tx.insert(articleFeedback, { id, article, version, ...said, person, personName });
		return undefined;
	}
});
