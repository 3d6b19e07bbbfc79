import { DAY } from '#domain/kernel/index.ts';

/** A local date as days since 1970-01-01, whatever the zone. */
export type Day = number;

/** Dates that calendars know of; beyond them zone rules are guesswork and walks would be long. */
export const FIRST_YEAR = 1800;
export const LAST_YEAR = 2500;
export const FIRST_DAY: Day = Date.UTC(FIRST_YEAR, 0, 1) / DAY;
export const LAST_DAY: Day = Date.UTC(LAST_YEAR, 11, 31) / DAY;

const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `2026-12-24` as a day; undefined when the form is another or there is no such date between 1800 and 2500. */
export function parseLocalDate(text: string): Day | undefined {
	if (!form.test(text)) return undefined;
	const day = Date.parse(`${text}T00:00:00Z`) / DAY;
	// What is impossible either fails to parse or rolls over into the next month.
	if (Number.isNaN(day) || formatLocalDate(day) !== text) return undefined;
	return day >= FIRST_DAY && day <= LAST_DAY ? day : undefined;
}

export function formatLocalDate(day: Day): string {
	return new Date(day * DAY).toISOString().slice(0, 10);
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** 0 is Monday. */
export function weekdayOf(day: Day): number {
	// 1970-01-01 was a Thursday.
	return (((day + 3) % 7) + 7) % 7;
}

/** Month and day of month as one number, 1225 for Christmas. */
export function monthDayOf(day: Day): number {
	const date = new Date(day * DAY);
	return (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** `12-25` as 1225; undefined when no year has such a date. 02-29 is a date, in leap years. */
export function parseMonthDay(text: string): number | undefined {
	const day = parseLocalDate(`2000-${text}`);
	return day === undefined ? undefined : monthDayOf(day);
}
