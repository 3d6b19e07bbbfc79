import * as v from 'valibot';
import {
	article,
	articleSeen,
	forgetUse,
	newArticle,
	noteUse,
	startArticle
} from '#domain/knowledge/index.ts';
import {
	defineMutator,
	derivedId,
	isRow,
	ref,
	type Context,
	type WriteTx
} from '#domain/kernel/index.ts';
import { ticketArticle } from '../schema.ts';
import { ticketFor } from './ticket-access.ts';

/** The one note on a ticket that an article was used for it. */
export function ticketArticleId(ticketId: string, articleId: string): string {
	return derivedId(ticketArticle.name, ticketId, articleId);
}

/** Both halves: the ticket names the article, the article names the ticket. */
async function cite(tx: WriteTx, ctx: Context, root: string, articleId: string): Promise<void> {
	const id = ticketArticleId(root, articleId);
	if (!isRow(await tx.get(ticketArticle, id))) {
		const { subject: by, name: byName } = ctx.actor;
		await tx.insert(ticketArticle, { id, root, article: articleId, by, byName, at: ctx.now });
	}
	await noteUse(tx, ctx, articleId, root);
}

const args = v.strictObject({ ticket: ref().schema, article: ref().schema });

/** Says that an article was used for a ticket. The actor sees both; saying so twice changes nothing. */
export const useArticle = defineMutator({
	name: 'tickets.useArticle',
	permission: 'tickets.work',
	args,
	async run({ tx, ctx, args: given }) {
		const onto = await ticketFor(tx, ctx, given.ticket, 'tickets.work');
		if (!onto.ok) return onto.verdict;
		const used = await articleSeen(tx, ctx, given.article);
		if (!used.ok) return used.verdict;
		await cite(tx, ctx, given.ticket, given.article);
		return undefined;
	}
});

export const unuseArticle = defineMutator({
	name: 'tickets.unuseArticle',
	permission: 'tickets.work',
	args,
	async run({ tx, ctx, args: given }) {
		const onto = await ticketFor(tx, ctx, given.ticket, 'tickets.work');
		if (!onto.ok) return onto.verdict;
		const id = ticketArticleId(given.ticket, given.article);
		if (isRow(await tx.get(ticketArticle, id))) await tx.remove(ticketArticle, id);
		await forgetUse(tx, given.article, given.ticket);
		return undefined;
	}
});

/**
 * Starts an article from a ticket. The words come from the person, who has seen what goes into it: what a ticket tells is
 * not for everybody. The article's id is `ctx.newId(article)`, and the ticket names it as one that was used.
 */
export const draftArticle = defineMutator({
	name: 'tickets.draftArticle',
	permission: 'knowledge.write',
	args: v.strictObject({ ticket: ref().schema, ...newArticle }),
	async run({ tx, ctx, args: given }) {
		const from = await ticketFor(tx, ctx, given.ticket, 'tickets.work');
		if (!from.ok) return from.verdict;
		const { ticket, ...words } = given;
		const started = await startArticle(tx, ctx, words);
		if (started.kind !== 'rejected') await cite(tx, ctx, ticket, ctx.newId(article));
		return started;
	}
});
