import { dateFormat, type FormatSettings } from './format-settings.ts';

const DAY_MS = 86_400_000;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

/** Days between two instants as the calendar of the zone counts them: 0 the same day, 1 tomorrow, -1 yesterday. */
export function calendarDays(fromMs: number, toMs: number, settings: FormatSettings): number {
	return (dayStart(toMs, settings) - dayStart(fromMs, settings)) / DAY_MS;
}

function dayStart(ms: number, settings: FormatSettings): number {
	const format = dateFormat(
		{ locale: 'en-u-ca-gregory-nu-latn', zone: settings.zone },
		{ year: 'numeric', month: 'numeric', day: 'numeric' }
	);
	const part = { year: 0, month: 0, day: 0 };
	for (const { type, value } of format.formatToParts(ms)) {
		if (type === 'year' || type === 'month' || type === 'day') part[type] = Number(value);
	}
	return Date.UTC(part.year, part.month - 1, part.day);
}

/** The time of day: "14:00". */
export function clockWords(ms: number, settings: FormatSettings): string {
	return dateFormat(settings, CLOCK).format(ms);
}

/** As short as it stays clear beside `nowMs`: "14:00" today, "Tue 14:00" within six days, then "3 Dec, 14:00", other years with the year. */
export function shortMoment(ms: number, nowMs: number, settings: FormatSettings): string {
	const days = calendarDays(nowMs, ms, settings);
	if (days === 0) return clockWords(ms, settings);
	if (Math.abs(days) <= 6) return dateFormat(settings, { weekday: 'short', ...CLOCK }).format(ms);
	const year = dateFormat(settings, { year: 'numeric' });
	const sameYear = year.format(ms) === year.format(nowMs);
	return dateFormat(settings, {
		day: 'numeric',
		month: 'short',
		...(sameYear ? {} : ({ year: 'numeric' } as const)),
		...CLOCK
	}).format(ms);
}

/** Everything, with the zone: "Tue 24 Nov 2026, 06:44 CET". */
export function absoluteMoment(ms: number, settings: FormatSettings): string {
	return dateFormat(settings, {
		weekday: 'short',
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		...CLOCK,
		timeZoneName: 'short'
	}).format(ms);
}
