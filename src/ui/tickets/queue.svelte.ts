import { getContext, setContext } from 'svelte';
import { liveList, newMid, session, type LiveList } from '#client/index.ts';
import { queue, type Ticket } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { toasts } from '#ui/session/toasts.ts';
import type { QueueChoice } from './queue-address.ts';
import { seenOf } from './seen.ts';
import { offerUndo, save, type DoneCommand } from './ticket-commands.ts';

const KEY = Symbol('queue');

/** The list at the desk: what it shows, where one is in it, what is selected. It lives as long as the queue's route. */
export class Queue {
	readonly list: LiveList<Ticket>;
	readonly choice: () => QueueChoice;
	active = $state(-1);
	scrolled = $state(0);
	/** The selected rows as they were seen, in the order of choosing. */
	selected = $state.raw<readonly Ticket[]>([]);

	constructor(choice: () => QueueChoice) {
		this.choice = choice;
		this.list = liveList(queue, choice);
	}

	toggle(row: Ticket): void {
		const others = this.selected.filter(({ id }) => id !== row.id);
		this.selected = others.length < this.selected.length ? others : [...others, row];
	}

	isSelected(row: Ticket): boolean {
		return this.selected.some(({ id }) => id === row.id);
	}

	clear(): void {
		this.selected = [];
	}

	/** The ticket `by` rows further on, and makes it the active one; undefined at the ends. */
	async neighbour(by: 1 | -1): Promise<Ticket | undefined> {
		const to = this.active + by;
		if (to < 0 || to >= this.list.total) return undefined;
		const [row] = await this.list.rows(to, to + 1);
		if (row) this.active = to;
		return row;
	}

	/** Gives every selected ticket to the person: one command each, one bulk, one message. */
	async assignToMe(): Promise<void> {
		const me = session.actor?.subject;
		if (me === undefined) return;
		const bulk = newMid();
		const done: DoneCommand[] = [];
		const rows = this.selected;
		for (const before of rows) {
			const args = { ticket: before.id, assignee: me };
			const command = { name: 'tickets.assign', args, ...seenOf(before, ['assignee']), bulk };
			const saved = await save(command);
			if (saved.kind === 'saved') done.push({ command, mid: saved.mid, before });
		}
		this.clear();
		const refused = rows.length - done.length;
		if (done.length > 0) offerUndo(m.queue_assigned({ count: done.length }), done);
		if (refused > 0) toasts.show(m.queue_refused({ count: refused }), { tone: 'bad' });
	}
}

export function provideQueue(made: Queue): Queue {
	return setContext(KEY, made);
}

/** The queue beside which a ticket is open. */
export function useQueue(): Queue {
	return getContext<Queue>(KEY);
}
