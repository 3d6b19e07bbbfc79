import { newMid, runAll, type ManyCommand } from '#client/index.ts';
import { m } from '#messages/generated/messages.js';
import { toasts } from '#ui/session/toasts.ts';
import { undoOf, type DoneCommand } from './ticket-commands.ts';

const SLICE = 50;

/** Takes a bulk back, as one bulk, and says once what came of it. */
export async function takeBackAll(done: readonly DoneCommand[]): Promise<void> {
	const bulk = newMid();
	const undos = done
		.map(undoOf)
		.filter((undo) => undo !== undefined)
		.map((undo): ManyCommand => ({ ...undo, mid: newMid(), bulk }));
	let failed = done.length - undos.length;
	for (let at = 0; at < undos.length; at += SLICE) {
		const answers = await runAll(undos.slice(at, at + SLICE));
		failed += answers.filter(({ verdict }) => verdict.kind === 'rejected').length;
	}
	if (failed === 0) toasts.show(m.done_undone());
	else toasts.show(m.queue_undo_refused({ count: failed }), { tone: 'bad' });
}

/** Says what was done to many, with the way back for all that has one (UX-13). */
export function offerBulkUndo(text: string, done: readonly DoneCommand[]): void {
	const hasWayBack = done.some((one) => undoOf(one) !== undefined);
	toasts.show(text, hasWayBack ? { undo: () => void takeBackAll(done) } : {});
}
