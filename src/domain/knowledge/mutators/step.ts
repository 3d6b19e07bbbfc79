import * as v from 'valibot';
import {
	applied,
	defineMutator,
	instant,
	notHere,
	nullable,
	oneOf,
	ref,
	stepFrom,
	type Context,
	type Instant,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { articleLifecycle, states, verbs, type ArticleStep } from '../lifecycle.ts';
import { knowledgeGrants } from '../permissions.ts';
import { missingWords } from '../rules/steps.ts';
import { article, articleDraft, note, type Article } from '../schema.ts';
import { articleFor, factTime, record } from './article-access.ts';
import { copyToDrafts, dropDrafts, publishWords } from './publish.ts';

const args = v.strictObject({
	article: ref().schema,
	verb: oneOf(verbs).schema,
	/** The state that the person saw. */
	from: oneOf(states).schema,
	/** Why it is sent back or retired; what a publication changes. */
	note: v.exactOptional(nullable(note).schema, null),
	/** By when somebody has to look again. */
	reviewAt: v.exactOptional(nullable(instant()).schema, null)
});
type Given = v.InferOutput<typeof args>;

/**
 * Takes a step of an article's lifecycle. Publishing puts the words that were written in the place of those that are
 * published, in one go.
 */
export const transition = defineMutator({
	name: 'knowledge.transition',
	permission: 'knowledge.write',
	args,
	async run({ tx, ctx, args: given }) {
		const found = await articleFor(tx, ctx, given.article, 'knowledge.write');
		if (!found.ok) return found.verdict;
		const { row } = found;
		const step = stepFrom(articleLifecycle, row.state, given.verb);
		if (!step) return noStep(row, given);
		const refusal = refusalOf(step, ctx, given) ?? (await guardRefusal(tx, row, step));
		if (refusal) return refusal;
		return take(tx, ctx, { row, step, given, at: factTime(ctx, row) });
	}
});

/** Somebody else may have done the very same: then nothing is left to do, unless the person said something with it. */
function noStep(row: Article, given: Given): Verdict {
	const wanted = stepFrom(articleLifecycle, given.from, given.verb);
	if (!wanted || row.state === given.from) {
		return refuse('knowledge.step_not_allowed', 'verb', { state: row.state });
	}
	if (row.state === wanted.to && given.note === null) return applied;
	return refuse('knowledge.state_moved', 'from', { seen: given.from, state: row.state });
}

function refusalOf(step: ArticleStep, ctx: Context, given: Given): Verdict | undefined {
	if (!knowledgeGrants.permits(ctx.actor, step.permission)) return refuse('forbidden', 'verb');
	const said = { note: given.note?.trim() ?? '', reviewAt: given.reviewAt };
	const unsaid = step.needs?.find((need) =>
		need === 'note' ? said.note === '' : said.reviewAt === null
	);
	if (unsaid !== undefined) return refuse('knowledge.need_missing', unsaid);
	const isPast = given.reviewAt !== null && given.reviewAt <= ctx.now;
	return isPast ? refuse('knowledge.review_past', 'reviewAt') : undefined;
}

async function guardRefusal(
	tx: WriteTx,
	row: Article,
	step: ArticleStep
): Promise<Verdict | undefined> {
	if (step.guard !== 'words_complete') return undefined;
	const drafts = await tx.children(articleDraft, row.id);
	if (drafts === notHere) return undefined;
	const [missing] = missingWords(row, drafts);
	return missing ? { kind: 'rejected', failure: missing } : undefined;
}

interface Taken {
	readonly row: Article;
	readonly step: ArticleStep;
	readonly given: Given;
	readonly at: Instant;
}

async function take(tx: WriteTx, ctx: Context, taken: Taken): Promise<Verdict> {
	const { row, step, given, at } = taken;
	const columns = await effectOf(tx, ctx, taken);
	if ('kind' in columns) return columns;
	await tx.update(article, row.id, { ...columns, state: step.to, stateSince: at });
	const { note } = given;
	const moved = { what: step.verb, fromState: row.state, toState: step.to, note };
	await record(tx, ctx, { root: row.id, at }, moved);
	if (step.verb === 'publish') {
		ctx.emit({ name: 'knowledge.published', table: article.name, id: row.id });
	}
	return applied;
}

/** What the step does besides moving the state: the head's further columns, or why it cannot be. */
async function effectOf(
	tx: WriteTx,
	ctx: Context,
	taken: Taken
): Promise<Partial<Article> | Verdict> {
	const { row, step, given, at } = taken;
	switch (step.verb) {
		case 'publish': {
			const drafts = await tx.children(articleDraft, row.id);
			const words =
				drafts === notHere
					? {}
					: await publishWords(tx, ctx, row, { at, note: given.note ?? '', drafts });
			return 'kind' in words ? words : { ...words, reviewAt: given.reviewAt };
		}
		case 'revise':
		case 'restore':
			await copyToDrafts(tx, ctx, row, at);
			return {};
		case 'discard':
			await dropDrafts(tx, row);
			return {};
		default:
			return {};
	}
}
