import { derivedId, isRow, type Context, type WriteTx } from '#domain/kernel/index.ts';
import { articleUse } from '../schema.ts';

/** The one note on an article that it was used for a ticket. */
export function useId(articleId: string, ticket: string): string {
	return derivedId(articleUse.name, articleId, ticket);
}

/** Notes on the article that it was used for a ticket; for the module that knows tickets. Twice changes nothing. */
export async function noteUse(
	tx: WriteTx,
	ctx: Context,
	articleId: string,
	ticket: string
): Promise<void> {
	const id = useId(articleId, ticket);
	if (isRow(await tx.get(articleUse, id))) return;
	const { subject: by, name: byName } = ctx.actor;
	await tx.insert(articleUse, { id, root: articleId, ticket, by, byName, at: ctx.now });
}

export async function forgetUse(tx: WriteTx, articleId: string, ticket: string): Promise<void> {
	const id = useId(articleId, ticket);
	if (isRow(await tx.get(articleUse, id))) await tx.remove(articleUse, id);
}
