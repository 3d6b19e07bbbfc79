import type { Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { BulkRun, effectOf } from './bulk-run.svelte.ts';
import { offerBulkUndo } from './bulk-undo.ts';

/** So few are done before anybody could have read about it. */
const FEW = 200;

/**
 * Gives tickets to somebody without asking first, since it can be taken back. False, and nothing done, where there is
 * something to know before: many of them, or some that are refused.
 */
export async function assignAtOnce(rows: readonly Ticket[], assignee: string): Promise<boolean> {
	if (rows.length > FEW) return false;
	const effect = await effectOf({ kind: 'assign', assignee }, rows, () => false);
	if (!effect || effect.ready.length === 0 || effect.refused.length > 0) return false;
	const bulk = new BulkRun(effect.ready);
	await bulk.run();
	if (bulk.done.length > 0) offerBulkUndo(m.bulk_done({ count: bulk.done.length }), bulk.done);
	return bulk.state === 'done' && bulk.refused.length === 0;
}
