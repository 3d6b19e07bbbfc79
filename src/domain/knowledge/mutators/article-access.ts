import {
	absent,
	applied,
	isRow,
	type Context,
	type Instant,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { refuse } from '../errors.ts';
import { knowledgeGrants } from '../permissions.ts';
import { canWrite, seesArticle } from '../rules/readers.ts';
import { article, articleEvent, type Article, type ArticleEvent } from '../schema.ts';

/** The article that a command names, or the verdict with which the command ends. */
export type ArticleFound =
	{ readonly ok: true; readonly row: Article } | { readonly ok: false; readonly verdict: Verdict };

/**
 * Reads an article for somebody who uses it. One that the person may not see is answered like one that does not exist; one
 * that this device does not hold passes until the server decides.
 */
export async function articleSeen(
	tx: WriteTx,
	ctx: Context,
	id: string,
	field = 'article'
): Promise<ArticleFound> {
	const row = await tx.get(article, id);
	if (row === absent || (isRow(row) && !seesArticle(ctx.actor, row))) {
		return { ok: false, verdict: refuse('knowledge.unknown', field) };
	}
	return isRow(row) ? { ok: true, row } : { ok: false, verdict: applied };
}

/** Reads an article for somebody who writes it. */
export async function articleFor(
	tx: WriteTx,
	ctx: Context,
	id: string,
	permission: string
): Promise<ArticleFound> {
	const found = await articleSeen(tx, ctx, id);
	if (!found.ok) return found;
	const may =
		canWrite(ctx.actor, found.row.audience) && knowledgeGrants.permits(ctx.actor, permission);
	return may ? found : { ok: false, verdict: refuse('forbidden') };
}

/** Facts of one article never go back, whatever the clocks of two devices say. */
export function factTime(ctx: Context, row: Article): Instant {
	return Math.max(ctx.now, row.stateSince);
}

type Said = Pick<ArticleEvent, 'what'> &
	Partial<Pick<ArticleEvent, 'fromState' | 'toState' | 'note' | 'fields'>>;

/** Adds what was done to the history of an article; at most once per mutation and kind of event. */
export async function record(
	tx: WriteTx,
	ctx: Context,
	at: { readonly root: string; readonly at: Instant },
	said: Said
): Promise<void> {
	await tx.insert(articleEvent, {
		id: ctx.newId(articleEvent, said.what),
		fromState: null,
		toState: null,
		note: null,
		fields: [],
		...said,
		...at,
		by: ctx.actor.subject,
		byName: ctx.actor.name
	});
}
