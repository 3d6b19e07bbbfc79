import { liveChildren, liveRow, type LiveChildren, type LiveRow } from '#client/index.ts';
import {
	ticket,
	ticketAttachment,
	ticketComment,
	ticketDetail,
	ticketEvent,
	type Ticket,
	type TicketAttachment,
	type TicketComment,
	type TicketDetail,
	type TicketEvent
} from '#domain/tickets/index.ts';
import { historyOf, type HistoryItem } from './history.ts';

/** One ticket with everything that hangs on it, live. To be made while a component starts. */
export class TicketRecord {
	readonly head: LiveRow<Ticket>;
	readonly #details: LiveChildren<TicketDetail>;
	readonly #comments: LiveChildren<TicketComment>;
	readonly #events: LiveChildren<TicketEvent>;
	readonly #files: LiveChildren<TicketAttachment>;

	constructor(id: () => string) {
		this.head = liveRow(ticket, id);
		this.#details = liveChildren(ticketDetail, id);
		this.#comments = liveChildren(ticketComment, id);
		this.#events = liveChildren(ticketEvent, id);
		this.#files = liveChildren(ticketAttachment, id);
	}

	get detail(): TicketDetail | undefined {
		return this.#details.rows[0];
	}

	get events(): readonly TicketEvent[] {
		return this.#events.rows;
	}

	/** Does this device hold all that was said and done? */
	get complete(): boolean {
		return this.#comments.complete;
	}

	/** Queue entry of the newest change to it that waits on this device. */
	get unsent(): number | undefined {
		const { sync } = this.head;
		return sync.kind === 'saved' ? sync.id : undefined;
	}

	readonly history: readonly HistoryItem[] = $derived.by(() => {
		const { row } = this.head;
		if (!row) return [];
		const parts = [this.#details, this.#comments, this.#events];
		return historyOf({
			row,
			detail: this.detail,
			comments: this.#comments.rows,
			events: this.#events.rows,
			files: this.#files.rows,
			unsent: (id) => parts.some((part) => part.unsent(id))
		});
	});
}
