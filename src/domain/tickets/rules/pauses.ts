import type { Instant } from '#domain/kernel/index.ts';
import type { State } from '../lifecycle.ts';
import type { TicketEvent } from '../schema.ts';

/** Half-open: [from, to). */
export interface Interval {
	readonly from: Instant;
	readonly to: Instant;
}

/** States in which the resolution clock stands still (DOMAIN.md sections 1 and 3). */
const pausing: ReadonlySet<State> = new Set([
	'pending',
	'waiting_approval',
	'resolved',
	'fulfilled',
	'merged'
]);

/** When the resolution clock stood still, by the timeline, up to `until`. Events may come in any order. */
export function pausesOf(
	events: readonly Pick<TicketEvent, 'at' | 'fromState' | 'toState' | 'id'>[],
	until: Instant
): readonly Interval[] {
	const moves = events
		.filter(({ toState }) => toState !== null)
		.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
	const found: Interval[] = [];
	let since: Instant | null = null;
	for (const { at, toState } of moves) {
		const stands = toState !== null && pausing.has(toState);
		if (stands) since ??= at;
		else if (since !== null) {
			found.push({ from: since, to: at });
			since = null;
		}
	}
	if (since !== null) found.push({ from: since, to: until });
	return unionOf(found);
}

/** The same instants in fewest intervals, in order, none empty, none touching the next. */
export function unionOf(intervals: readonly Interval[]): readonly Interval[] {
	const found: { from: Instant; to: Instant }[] = [];
	for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
		if (to <= from) continue;
		const last = found.at(-1);
		if (last && from <= last.to) last.to = Math.max(last.to, to);
		else found.push({ from, to });
	}
	return found;
}

interface ClockFacts {
	readonly startedAt: Instant;
	readonly pauses: readonly Interval[];
}

interface Taken extends ClockFacts {
	readonly undoneAt: Instant | null;
}

/**
 * What the clocks of a ticket reckon from, merges included: the earliest start, and the union of all pauses. A merge that
 * was undone counts no more.
 */
export function clockFactsOf(own: ClockFacts, merges: readonly Taken[]): ClockFacts {
	const taken = merges.filter(({ undoneAt }) => undoneAt === null);
	return {
		startedAt: Math.min(own.startedAt, ...taken.map(({ startedAt }) => startedAt)),
		pauses: unionOf([...own.pauses, ...taken.flatMap(({ pauses }) => pauses)])
	};
}
