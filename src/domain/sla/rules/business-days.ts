import { DAY, type Instant } from '#domain/kernel/index.ts';
import type { Calendar } from './calendar.ts';
import type { Day } from './local-date.ts';
import { workingDayFrom } from './openings.ts';

/**
 * `count` working days on from `start` (back when negative). A start on a working day keeps its time of day; one on a day
 * without hours first moves to the nearest working day in the direction of counting, at its first opening. The result is
 * clipped to the day's last closing; with `endOfDay` it is that closing. Undefined: there are not so many working days.
 */
export function addBusinessDays(
	calendar: Calendar,
	start: Instant,
	count: number,
	{ endOfDay = false }: { readonly endOfDay?: boolean } = {}
): Instant | undefined {
	const { zone, openingsOn } = calendar;
	const startDay = zone.dayOf(start);
	const first = workingDayFrom(calendar, startDay, count < 0 ? -1 : 1);
	const day = first === undefined ? undefined : countDays(calendar, first, count);
	if (first === undefined || day === undefined) return undefined;
	const closing = openingsOn(day).at(-1) as Instant;
	if (endOfDay) return closing;
	// Not by way of the wall, which cannot tell the second of two equal hours.
	if (day === startDay) return Math.min(start, closing);
	const from = first === startDay ? start : (openingsOn(first)[0] as Instant);
	const timeOfDay = from + zone.offsetAt(from) - first * DAY;
	return Math.min(zone.instantOf(day * DAY + timeOfDay), closing);
}

/** The same for a bare date. */
export function addBusinessDaysToDate(
	calendar: Calendar,
	start: Day,
	count: number
): Day | undefined {
	const first = workingDayFrom(calendar, start, count < 0 ? -1 : 1);
	return first === undefined ? undefined : countDays(calendar, first, count);
}

/** The last closing of a day that has hours. */
export function lastClosingOf({ openingsOn }: Calendar, day: Day): Instant | undefined {
	return openingsOn(day).at(-1);
}

function countDays(calendar: Calendar, first: Day, count: number): Day | undefined {
	const step = count < 0 ? -1 : 1;
	let day: Day | undefined = first;
	for (let left = Math.abs(count); left > 0 && day !== undefined; left--) {
		day = workingDayFrom(calendar, day + step, step);
	}
	return day;
}
