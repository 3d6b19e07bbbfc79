import type { Instant } from '#domain/kernel/index.ts';
import type { Calendar } from './calendar.ts';
import { walkBackward, walkForward } from './openings.ts';

/**
 * The instant when `duration` (ms of business time) has passed since `start`, or had yet to pass when negative. A start
 * outside hours counts from the next opening (going back: from the previous closing). What ends just at closing ends at
 * closing, and what goes back just to an opening ends at the opening. Zero is a start: the next opening when closed.
 * Undefined: the calendar has not that many hours.
 */
export function addBusinessTime(
	calendar: Calendar,
	start: Instant,
	duration: number
): Instant | undefined {
	let left = Math.abs(duration);
	let found: Instant | undefined;
	const take = (from: Instant, to: Instant, isBack: boolean): boolean => {
		if (left > to - from) {
			left -= to - from;
			return false;
		}
		found = isBack ? to - left : from + left;
		return true;
	};
	if (duration >= 0) walkForward(calendar, start, (o, c) => take(Math.max(o, start), c, false));
	else walkBackward(calendar, start, (o, c) => take(o, Math.min(c, start), true));
	return found;
}

/** Milliseconds of business time from `start` to `end`; negative when they are the other way round. */
export function businessTimeBetween(calendar: Calendar, start: Instant, end: Instant): number {
	// Subtracted, so that nothing is not minus nothing.
	if (end < start) return 0 - businessTimeBetween(calendar, end, start);
	let sum = 0;
	const { zone, openingsOn } = calendar;
	// A day later: clocks that go back at midnight bring a date back after its successor has begun.
	const last = zone.dayOf(end) + 1;
	for (let day = zone.dayOf(start); day <= last; day++) {
		const openings = openingsOn(day);
		for (let index = 0; index < openings.length; index += 2) {
			const from = Math.max(openings[index] as Instant, start);
			const to = Math.min(openings[index + 1] as Instant, end);
			if (to > from) sum += to - from;
		}
	}
	return sum;
}

export const snapKinds = ['forward', 'backward', 'next_close'] as const;
export type SnapKind = (typeof snapKinds)[number];

/**
 * `forward`: `at` if open, else the next opening. `backward`: `at` if in (open, close], else the previous closing.
 * `next_close`: the end of the opening that holds `at`, else of the next. Undefined: there is none in reach.
 */
export function snap(calendar: Calendar, kind: SnapKind, at: Instant): Instant | undefined {
	let found: Instant | undefined;
	if (kind === 'backward') {
		walkBackward(calendar, at, (_, close) => ((found = Math.min(at, close)), true));
	} else {
		walkForward(calendar, at, (open, close) => {
			found = kind === 'forward' ? Math.max(at, open) : close;
			return true;
		});
	}
	return found;
}
