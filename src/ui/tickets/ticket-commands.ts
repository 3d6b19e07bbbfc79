import { newMid, pwa, run, type RunOptions } from '#client/index.ts';
import type { Failure, JsonObject } from '#domain/kernel/index.ts';
import { inverseOf, undoableParts, type Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { failureWords, reasonWords } from '#ui/outbox/failure-words.ts';
import { toasts } from '#ui/session/toasts.ts';

export type TicketCommand = {
	readonly name: string;
	readonly args: JsonObject;
	readonly base?: Record<string, string>;
	/** What the person saw before, see `seenOf`. */
	readonly seen?: NonNullable<RunOptions['seen']>;
	/** Given where one form makes one command, however often it is pressed. */
	readonly mid?: string;
	readonly bulk?: string;
};

/** What came of a command: durable on this device, refused here, or not stored at all. */
export type Saved =
	| { readonly kind: 'saved'; readonly mid: string }
	| { readonly kind: 'refused'; readonly failure: Failure }
	| { readonly kind: 'not_saved' };

/** Runs a command and answers in values. A device without room is no bug; anything else is reported as one as well. */
export async function save({ name, args, ...options }: TicketCommand): Promise<Saved> {
	const mid = options.mid ?? newMid();
	try {
		const { verdict } = await run(name, args, { ...options, mid });
		if (verdict.kind === 'rejected') return { kind: 'refused', failure: verdict.failure };
		void pwa.keepData();
		return { kind: 'saved', mid };
	} catch (error) {
		if (!(error instanceof Error && error.name === 'StorageFull')) reportError(error);
		return { kind: 'not_saved' };
	}
}

const bad = { tone: 'bad' } as const;

/** Tells the person what went wrong with a command; nothing for one that is saved. */
export function tell(saved: Saved): void {
	if (saved.kind === 'refused') toasts.show(failureWords(saved.failure), { tone: 'bad' });
	if (saved.kind === 'not_saved') {
		toasts.show(`${m.request_not_saved()}. ${m.request_not_saved_text()}`, { tone: 'bad' });
	}
}

/** A command that is durable here, and the ticket as the person saw it before. */
export type DoneCommand = {
	readonly command: TicketCommand;
	readonly mid: string;
	readonly before: Ticket;
};

/** The command that takes it back; undefined where there is none. */
export function undoOf({ command, mid, before }: DoneCommand): TicketCommand | undefined {
	const undo = inverseOf({ ...command, mid }, before);
	return undo && { ...undo, base: { ...undo.base } };
}

/** Takes back what was done together, together, and says once what came of it. */
async function takeBack(undos: readonly TicketCommand[]): Promise<void> {
	const bulk = undos.length > 1 ? { bulk: newMid() } : {};
	const failed: Saved[] = [];
	for (const undo of undos) {
		const saved = await save({ ...undo, ...bulk });
		if (saved.kind !== 'saved') failed.push(saved);
	}
	const [first] = failed;
	if (first === undefined) toasts.show(m.done_undone());
	else if (undos.length > 1) toasts.show(m.queue_undo_refused({ count: failed.length }), bad);
	else if (first.kind === 'refused')
		toasts.show(m.ticket_undo_failed({ reason: reasonWords(first.failure) }), bad);
	else tell(first);
}

/**
 * Says what was done and, where there is a way back for all of it, offers it (UX-13). Of a command that does several
 * things, what can never be taken back stays.
 */
export function offerUndo(text: string, done: readonly DoneCommand[]): void {
	const parts = done.flatMap((each) =>
		undoableParts(each.command).map((command) => ({ ...each, command }))
	);
	const undos = parts.map(undoOf).filter((undo) => undo !== undefined);
	const undo = () => void takeBack(undos);
	const isWhole = parts.length > 0 && undos.length === parts.length;
	toasts.show(text, isWhole ? { undo } : {});
}

/**
 * Runs a command on a ticket, says so and offers to take it back.
 * @param before the ticket as the person saw it
 * @param done the sentence of the toast
 */
export async function act(command: TicketCommand, before: Ticket, done: string): Promise<Saved> {
	const saved = await save(command);
	if (saved.kind === 'saved') offerUndo(done, [{ command, mid: saved.mid, before }]);
	else tell(saved);
	return saved;
}
