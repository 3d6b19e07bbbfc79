import * as v from 'valibot';
import {
	bool,
	defineChild,
	filledText,
	instant,
	int,
	json,
	MINUTE,
	nullable,
	ref,
	text,
	type RowOf
} from '#domain/kernel/index.ts';
import { ticket } from './schema.ts';

/** One line of a checklist. The working side's own. */
export const ticketCheck = defineChild({
	name: 'ticket_check',
	of: ticket,
	fields: {
		text: filledText(200),
		/** Place in the list, lowest first; ties by id. */
		position: int(0, 100_000),
		doneAt: nullable(instant()),
		doneBy: nullable(ref()),
		doneByName: nullable(text(120)),
		by: ref(),
		at: instant()
	},
	audience: () => 'internal'
});

/** Longest piece of work that is written down in one entry: a day round the clock. */
export const MAX_MINUTES = 24 * 60;

/** Time that a person spent. A timer is an entry whose `minutes` are still null; it runs on while the app is closed. */
export const ticketTime = defineChild({
	name: 'ticket_time',
	of: ticket,
	fields: {
		person: ref(),
		personName: text(120),
		startedAt: instant(),
		minutes: nullable(int(1, MAX_MINUTES)),
		note: text(500),
		at: instant()
	},
	audience: () => 'internal'
});

export const intervals = v.pipe(
	v.array(v.strictObject({ from: instant().schema, to: instant().schema })),
	v.maxLength(1_000)
);

/**
 * On the target of a merge: what its clocks take over from the source. Facts only and no name, since whoever sees the
 * target may read it without seeing the source. The clocks of the target start at the earliest `startedAt` of its own and
 * of the merges that were not undone, and pause in the union of `pauses`.
 */
export const ticketMerge = defineChild({
	name: 'ticket_merge',
	of: ticket,
	fields: {
		source: ref(),
		startedAt: instant(),
		/** Of the resolution clock, up to the merge; half-open, in order, not touching. */
		pauses: json(intervals),
		at: instant(),
		undoneAt: nullable(instant())
	},
	audience: () => 'public'
});

/** How often news of a major incident is due, in minutes. */
export const cadence = int(5, 24 * 60);
export const cadenceMs = (minutes: number) => minutes * MINUTE;

/** Facts of a major incident; one per ticket, `majorId(ticket)`. Public: whoever reports it wants to know who leads. */
export const ticketMajor = defineChild({
	name: 'ticket_major',
	of: ticket,
	fields: {
		lead: ref(),
		leadName: text(120),
		cadence,
		declaredAt: instant(),
		lastUpdateAt: nullable(instant()),
		/** Null while nothing is due: the incident is resolved or no longer major. */
		nextUpdateDue: nullable(instant()),
		/** The review after close is written. */
		reviewedAt: nullable(instant()),
		isOver: bool()
	},
	audience: () => 'public'
});

export type TicketCheck = RowOf<typeof ticketCheck>;
export type TicketTime = RowOf<typeof ticketTime>;
export type TicketMerge = RowOf<typeof ticketMerge>;
export type TicketMajor = RowOf<typeof ticketMajor>;
