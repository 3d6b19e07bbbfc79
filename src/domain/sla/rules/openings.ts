import type { Instant } from '#domain/kernel/index.ts';
import type { Calendar } from './calendar.ts';
import { FIRST_DAY, LAST_DAY, type Day } from './local-date.ts';

/** A hundred years. Whoever is closed for that long is closed. */
const MAX_CLOSED_DAYS = 36_525;

/** Answers true to end the walk. */
export type Visit = (open: Instant, close: Instant) => boolean;

/**
 * Visits the openings that end after `at`, in order, until the visitor has had enough. Answers whether it has: false when
 * the calendar stays closed for a hundred years or the years it knows are over.
 */
export function walkForward({ zone, openingsOn }: Calendar, at: Instant, visit: Visit): boolean {
	let closedDays = 0;
	for (let day = zone.dayOf(at); day <= LAST_DAY; day++) {
		const openings = openingsOn(day);
		closedDays = openings.length === 0 ? closedDays + 1 : 0;
		if (closedDays > MAX_CLOSED_DAYS) return false;
		for (let index = 0; index < openings.length; index += 2) {
			const [open, close] = [openings[index] as Instant, openings[index + 1] as Instant];
			if (close > at && visit(open, close)) return true;
		}
	}
	return false;
}

/** The same back in time: the openings that begin before `at`, the latest first. */
export function walkBackward({ zone, openingsOn }: Calendar, at: Instant, visit: Visit): boolean {
	let closedDays = 0;
	// A day later: clocks that go back at midnight bring a date back after its successor has begun.
	for (let day = zone.dayOf(at) + 1; day >= FIRST_DAY; day--) {
		const openings = openingsOn(day);
		closedDays = openings.length === 0 ? closedDays + 1 : 0;
		if (closedDays > MAX_CLOSED_DAYS) return false;
		for (let index = openings.length - 2; index >= 0; index -= 2) {
			const [open, close] = [openings[index] as Instant, openings[index + 1] as Instant];
			if (open < at && visit(open, close)) return true;
		}
	}
	return false;
}

/** The nearest day with hours on from `day` itself, in steps of 1 or -1; undefined when there is none in reach. */
export function workingDayFrom({ openingsOn }: Calendar, day: Day, step: 1 | -1): Day | undefined {
	for (let closedDays = 0; closedDays <= MAX_CLOSED_DAYS; closedDays++, day += step) {
		if (day < FIRST_DAY || day > LAST_DAY) return undefined;
		if (openingsOn(day).length > 0) return day;
	}
	return undefined;
}
