import { SYSTEM } from '#domain/identity/index.ts';
import type {
	TicketAttachment,
	TicketComment,
	TicketDetail,
	TicketEvent,
	Ticket
} from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import type { TimelineItem } from '#ui/kit/TimelineEntry.svelte';
import { codeWords, fieldWords, shapeOf, stateWords } from './ticket-words.ts';

/** A timeline entry with the files that came with it. */
export type HistoryItem = TimelineItem & { readonly files: readonly TicketAttachment[] };

export type History = {
	readonly row: Ticket;
	readonly detail: TicketDetail | undefined;
	readonly comments: readonly TicketComment[];
	readonly events: readonly TicketEvent[];
	readonly files: readonly TicketAttachment[];
	/** Is the child with this id still on its way to the server? */
	readonly unsent: (id: string) => boolean;
};

/** What no person did, the app did. */
const whoIn = ({ by, byName }: TicketEvent): string => (by === SYSTEM ? m.app_name() : byName);

type EventWords = (event: TicketEvent) => string;
const by =
	(text: (inputs: { who: string }) => string): EventWords =>
	(event) =>
		text({ who: whoIn(event) });
const withReason =
	(text: (inputs: { who: string; reason: string }) => string): EventWords =>
	(event) =>
		text({ who: whoIn(event), reason: codeWords(event.code ?? '') });

const EVENTS: Readonly<Record<TicketEvent['what'], EventWords>> = {
	create: by(m.event_create),
	assign: by(m.event_assign),
	unassign: by(m.event_unassign),
	start: by(m.event_start),
	pend: withReason(m.event_pend_reason),
	resume: () => m.event_resume(),
	resolve: withReason(m.event_resolve),
	ask_approval: by(m.event_ask_approval),
	approve: by(m.event_approve),
	reject: by(m.event_reject),
	fulfil: by(m.event_fulfil),
	confirm: by(m.event_confirm),
	close: by(m.event_close),
	reopen: by(m.event_reopen),
	withdraw: by(m.event_withdraw),
	cancel: withReason(m.event_cancel),
	edit: (event) =>
		m.event_edit({ who: whoIn(event), fields: event.fields.map(fieldWords).join(', ') }),
	prioritise: by(m.event_prioritise),
	undo: by(m.event_undo),
	merge: by(m.event_merge),
	take_in: by(m.event_take_in),
	give_back: by(m.event_give_back),
	split: by(m.event_split),
	declare_major: by(m.event_declare_major),
	stand_down: by(m.event_stand_down),
	follow: (event) => m.event_follow({ state: event.toState ? stateWords(event.toState) : '' })
};

export function eventWords(event: TicketEvent): string {
	const said = EVENTS[event.what](event);
	return event.note ? m.event_note({ event: said, note: event.note }) : said;
}

const sent = (history: History, id: string, at: number) =>
	history.unsent(id) ? {} : { received: at };

function opening(history: History): HistoryItem[] {
	const { row, detail, files } = history;
	const own = files.filter((file) => file.comment === null);
	if (!detail || (detail.description === '' && own.length === 0)) return [];
	return [
		{
			id: detail.id,
			kind: 'public',
			who: row.requesterName,
			fromRequester: true,
			text: detail.description === '' ? row.title : detail.description,
			acted: row.openedAt,
			...sent(history, detail.id, row.openedAt),
			files: own
		}
	];
}

function said(history: History): HistoryItem[] {
	return history.comments.map((comment) => ({
		id: comment.id,
		kind: comment.audience,
		who: comment.authorName,
		fromRequester: comment.author === history.row.requester,
		text: comment.body,
		acted: comment.at,
		...sent(history, comment.id, comment.at),
		files: history.files.filter((file) => file.comment === comment.id)
	}));
}

function happened(history: History): HistoryItem[] {
	return history.events
		.filter((event) => event.what !== 'create')
		.map((event) => ({
			id: event.id,
			kind: 'event',
			who: event.byName,
			text: eventWords(event),
			acted: event.at,
			...sent(history, event.id, event.at),
			...(event.toState === null ? {} : { state: shapeOf(event.toState) }),
			files: []
		}));
}

/** What was said and done, oldest first; entries of one instant keep speech before its consequence. */
export function historyOf(history: History): readonly HistoryItem[] {
	const entries = [...opening(history), ...said(history), ...happened(history)];
	return entries.toSorted((one, other) => one.acted - other.acted);
}
