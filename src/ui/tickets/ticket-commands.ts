import { newMid, pwa, run } from '#client/index.ts';
import type { Failure, JsonObject } from '#domain/kernel/index.ts';
import { inverseOf, type Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { failureWords, reasonWords } from '#ui/outbox/failure-words.ts';
import { toasts } from '#ui/session/toasts.ts';
import type { seenOf } from './seen.ts';

export type TicketCommand = {
	readonly name: string;
	readonly args: JsonObject;
	readonly base?: Record<string, string>;
	/** What the person saw before, see `seenOf`. */
	readonly seen?: ReturnType<typeof seenOf>['seen'];
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

/** Tells the person what went wrong with a command; nothing for one that is saved. */
export function tell(saved: Saved): void {
	if (saved.kind === 'refused') toasts.show(failureWords(saved.failure), { tone: 'bad' });
	if (saved.kind === 'not_saved') {
		toasts.show(`${m.request_not_saved()}. ${m.request_not_saved_text()}`, { tone: 'bad' });
	}
}

async function takeBack(command: TicketCommand, mid: string, before: Ticket): Promise<void> {
	const undo = inverseOf({ ...command, mid }, before);
	if (!undo) return;
	const saved = await save({ ...undo, base: { ...undo.base } });
	if (saved.kind === 'refused') {
		const reason = reasonWords(saved.failure);
		toasts.show(m.ticket_undo_failed({ reason }), { tone: 'bad' });
	} else if (saved.kind === 'not_saved') tell(saved);
	else toasts.show(m.done_undone());
}

/**
 * Runs a command on a ticket, says so and offers to take it back.
 * @param before the ticket as the person saw it
 * @param done the sentence of the toast
 */
export async function act(command: TicketCommand, before: Ticket, done: string): Promise<Saved> {
	const saved = await save(command);
	if (saved.kind !== 'saved') tell(saved);
	else {
		const undoable = inverseOf({ ...command, mid: saved.mid }, before) !== undefined;
		const undo = () => void takeBack(command, saved.mid, before);
		toasts.show(done, undoable ? { undo } : {});
	}
	return saved;
}
