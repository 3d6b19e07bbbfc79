import * as v from 'valibot';
import { answerSchema } from '#domain/catalog/index.ts';
import {
	blobHash,
	bool,
	defineChild,
	defineRoot,
	filledText,
	instant,
	int,
	json,
	listOf,
	MAX_BLOB_BYTES,
	nullable,
	oneOf,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';
import { isOpenState, kinds, states, verbs } from './lifecycle.ts';

export const audiences = ['public', 'internal'] as const;
export const linkTypes = [
	'related',
	'duplicate_of',
	'duplicated_by',
	'blocks',
	'blocked_by',
	'parent_of',
	'child_of',
	'split_from',
	'split_into'
] as const;
export type LinkType = (typeof linkTypes)[number];

export const title = filledText(200);
/** Three bytes a unit at most: a description with its form stays below the 64 KB of one mutation. */
export const longText = text(10_000);
export const level = int(1, 3);
export const tags = listOf(filledText(30), 10);
const code = text(32, 1);

/** Open tickets come before all others in a first sync, both newest first; instants stay far below this. */
const OPEN_FIRST = 1e15;

/**
 * The head of a ticket. Every device holds the heads of all tickets in its scopes, so long text and answers lie in
 * `ticket_detail`, the words of a step in `ticket_event`. Names are repeated as they were: requesters read no other
 * person's row.
 */
export const ticket = defineRoot({
	name: 'ticket',
	fields: {
		kind: oneOf(kinds),
		/** Given by the server (INC-1, REQ-1); null until then. */
		number: nullable(text(20, 1)),
		title,
		requester: ref(),
		requesterName: text(120),
		/** The requester counts as VIP: priority reckons with one step more impact. */
		vip: bool(),
		openedBy: ref(),
		state: oneOf(states),
		/** Instant of the step that led to the state. */
		stateSince: instant(),
		resolution: nullable(code),
		pendingReason: nullable(code),
		cancelReason: nullable(code),
		needsApproval: bool(),
		impact: level,
		urgency: level,
		priority: int(1, 5),
		/** Set by hand, with a reason in the timeline; impact and urgency no longer move it. */
		priorityOverride: bool(),
		team: nullable(ref()),
		assignee: nullable(ref()),
		assigneeName: nullable(text(120)),
		catalogItem: nullable(ref()),
		site: nullable(ref()),
		tags,
		openedAt: instant(),
		updatedAt: instant(),
		resolvedAt: nullable(instant()),
		closedAt: nullable(instant()),
		reopenCount: int(0, 10_000),
		/** The ticket in which the work goes on, while the state is `merged`. */
		mergedInto: nullable(ref()),
		/** A major incident; its facts lie in `ticket_major`. */
		major: bool()
	},
	scopes: (row) => [
		`user:${row.requester}`,
		'desk',
		...(row.team === null ? [] : [`team:${row.team}`]),
		...(row.assignee === null ? [] : [`act:${row.assignee}`])
	],
	order: (row) => row.openedAt + (isOpenState(row.kind, row.state) ? OPEN_FIRST : 0),
	isOpen: (row) => isOpenState(row.kind, row.state),
	series: (row) => (row.kind === 'incident' ? 'INC' : 'REQ'),
	search: ['number', 'title', 'requesterName', 'tags']
});

/** What the requester said at the start; one per ticket, `detailId(ticket)`. */
export const ticketDetail = defineChild({
	name: 'ticket_detail',
	of: ticket,
	fields: {
		description: longText,
		answers: json(v.pipe(v.array(answerSchema), v.maxLength(30)))
	},
	audience: () => 'public'
});

export const purposes = ['message', 'update', 'handover', 'review'] as const;
export const mentions = listOf(ref(), 20);

/** A reply that the requester reads, or an internal note. */
export const ticketComment = defineChild({
	name: 'ticket_comment',
	of: ticket,
	fields: {
		audience: oneOf(audiences),
		/** Updates are the public news of a major incident; hand-overs and reviews are internal. */
		purpose: oneOf(purposes),
		body: filledText(10_000),
		/** Persons whom a note names: they watch from then on. */
		mentions,
		/** The comment of another ticket of which this is a copy, with its author and time. */
		copiedFrom: nullable(ref()),
		author: ref(),
		authorName: text(120),
		at: instant(),
		/** What the device's clock said, and the zone it was in. */
		claimedAt: instant(),
		tz: text(64)
	},
	audience: (row) => row.audience
});

export const fileFields = {
	name: filledText(255),
	mime: text(127, 1),
	size: int(1, MAX_BLOB_BYTES),
	/** The bytes travel apart and may come later. */
	blob: blobHash()
} as const;

export const ticketAttachment = defineChild({
	name: 'ticket_attachment',
	of: ticket,
	fields: {
		audience: oneOf(audiences),
		...fileFields,
		/** The comment that it came with. */
		comment: nullable(ref()),
		by: ref(),
		byName: text(120),
		at: instant(),
		/** The bytes are at the server, and were proven to be what `blob` says. */
		complete: bool()
	},
	audience: (row) => row.audience,
	blobs: {
		of: ({ blob, by, name, mime }) => [{ hash: blob, by, name, mime }],
		arrived: 'tickets.receiveFile'
	}
});

/** The columns that a step moves: what an undo puts back. */
export const lifecycleColumns = v.strictObject({
	state: oneOf(states).schema,
	resolution: nullable(code).schema,
	pendingReason: nullable(code).schema,
	cancelReason: nullable(code).schema,
	resolvedAt: nullable(instant()).schema,
	closedAt: nullable(instant()).schema,
	reopenCount: int(0, 10_000).schema
});
export type LifecycleColumns = v.InferOutput<typeof lifecycleColumns>;

/** Verbs of the lifecycle, and what else can happen to a ticket. */
export const happenings = [
	...verbs,
	'create',
	'edit',
	'prioritise',
	'undo',
	/** Something was merged into it, or taken out again; the other ticket is not named, since not all may see it. */
	'take_in',
	'give_back',
	'split',
	'declare_major',
	'stand_down',
	/** The ticket that it was merged into moved on. */
	'follow'
] as const;

/** What happened besides comments: steps and assignments (public), other changes (internal). Only added, never changed. */
export const ticketEvent = defineChild({
	name: 'ticket_event',
	of: ticket,
	fields: {
		audience: oneOf(audiences),
		what: oneOf(happenings),
		fromState: nullable(oneOf(states)),
		toState: nullable(oneOf(states)),
		code: nullable(code),
		note: nullable(text(4_000)),
		/** Names of the columns that changed. */
		fields: listOf(text(40, 1), 20),
		before: nullable(json(lifecycleColumns)),
		by: ref(),
		byName: text(120),
		at: instant(),
		claimedAt: instant()
	},
	audience: (row) => row.audience
});

/** One half of a link; the other ticket carries the opposite. Internal: its readers may not see the other ticket. */
export const ticketLink = defineChild({
	name: 'ticket_link',
	of: ticket,
	fields: { other: ref(), type: oneOf(linkTypes), by: ref(), at: instant() },
	audience: () => 'internal'
});

/** An article that was used for it. Internal: its readers may not read the article, which carries the other half. */
export const ticketArticle = defineChild({
	name: 'ticket_article',
	of: ticket,
	fields: { article: ref(), by: ref(), byName: text(120), at: instant() },
	audience: () => 'internal'
});

/** Somebody who wants to hear of it. Internal, since the requester need not know who watches. */
export const ticketWatcher = defineChild({
	name: 'ticket_watcher',
	of: ticket,
	fields: { person: ref(), at: instant() },
	audience: () => 'internal'
});

export type Ticket = RowOf<typeof ticket>;
export type TicketDetail = RowOf<typeof ticketDetail>;
export type TicketComment = RowOf<typeof ticketComment>;
export type TicketAttachment = RowOf<typeof ticketAttachment>;
export type TicketEvent = RowOf<typeof ticketEvent>;
export type TicketLink = RowOf<typeof ticketLink>;
export type TicketArticle = RowOf<typeof ticketArticle>;
export type TicketWatcher = RowOf<typeof ticketWatcher>;
