import { m } from '#messages/generated/messages.js';
import { numberWords } from './number-words.ts';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1440;

/** A length of time in its one telling unit, rounded down: "38 min", "2 h", "5 d". Negative lengths read as their size. */
export function spanWords(ms: number, locale: string): string {
	const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
	if (minutes < 1) return m.span_less();
	if (minutes < HOUR_MINUTES) return m.span_minutes({ count: numberWords(minutes, locale) });
	if (minutes < DAY_MINUTES) {
		return m.span_hours({ count: numberWords(Math.floor(minutes / HOUR_MINUTES), locale) });
	}
	return m.span_days({ count: numberWords(Math.floor(minutes / DAY_MINUTES), locale) });
}

/** A length of time to the minute, for sums a person checks: "2 h 30 min". */
export function exactSpanWords(ms: number, locale: string): string {
	const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
	const hours = Math.floor(minutes / HOUR_MINUTES);
	const rest = minutes % HOUR_MINUTES;
	if (hours === 0) return minutes < 1 ? m.span_less() : m.span_minutes({ count: rest });
	if (rest === 0) return m.span_hours({ count: numberWords(hours, locale) });
	return m.span_hours_minutes({
		hours: numberWords(hours, locale),
		minutes: numberWords(rest, locale)
	});
}
