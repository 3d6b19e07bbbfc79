import * as v from 'valibot';
import { knowledgeAudiences } from '#domain/identity/index.ts';
import {
	defineMutator,
	instant,
	mergeFields,
	nullable,
	oneOf,
	ref,
	sameJson
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { isPublished } from '../lifecycle.ts';
import { knowledgeGrants } from '../permissions.ts';
import { canWrite } from '../rules/readers.ts';
import { article, category, tags, type Article } from '../schema.ts';
import { articleFor, factTime, record } from './article-access.ts';

const changes = v.pipe(
	v.strictObject({
		audience: v.exactOptional(oneOf(knowledgeAudiences).schema),
		category: v.exactOptional(category.schema),
		tags: v.exactOptional(tags.schema),
		reviewAt: v.exactOptional(nullable(instant()).schema)
	}),
	v.check((given) => Object.keys(given).length > 0, 'changes.none')
);

/**
 * Changes what stands about an article, at once and for its readers too: so once it is published, this is for those who
 * may publish. A published article keeps a review date.
 */
export const edit = defineMutator({
	name: 'knowledge.edit',
	permission: 'knowledge.write',
	args: v.strictObject({ article: ref().schema, changes }),
	async run({ tx, ctx, args }) {
		const found = await articleFor(tx, ctx, args.article, 'knowledge.write');
		if (!found.ok) return found.verdict;
		const { row } = found;
		const isOut = isPublished(row.state);
		if (isOut && !knowledgeGrants.permits(ctx.actor, 'knowledge.publish'))
			return refuse('forbidden');
		const { audience, reviewAt } = args.changes;
		if (audience !== undefined && !canWrite(ctx.actor, audience)) {
			return refuse('forbidden', 'changes.audience');
		}
		if (isOut && reviewAt === null) return refuse('knowledge.need_missing', 'changes.reviewAt');
		const { patch, verdict } = mergeFields<Article>(row, args.changes, ctx.base);
		if (verdict.kind === 'rejected') return verdict;
		const names = Object.keys(patch) as (keyof Article)[];
		const fields = names.filter((name) => !sameJson(patch[name], row[name]));
		if (fields.length === 0) return verdict;
		await tx.update(article, row.id, patch);
		await record(tx, ctx, { root: row.id, at: factTime(ctx, row) }, { what: 'edit', fields });
		return verdict;
	}
});
