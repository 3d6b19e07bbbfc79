import type { Instant } from '#domain/kernel/index.ts';
import { MAX_MINUTES, minutesBetween, type TicketTime } from '#domain/tickets/index.ts';

const clock = /^(\d{1,2}):([0-5]\d)$/;
const spoken =
	/^(?:(\d{1,4}(?:[.,]\d{1,2})?)\s*h(?:ours?)?)?\s*(?:(\d{1,4})\s*(?:m(?:in(?:utes?)?)?)?)?$/i;

/**
 * Minutes out of what somebody typed: "90", "1:30", "1h 30m", "1.5 h". Undefined for anything else, for nothing, and for
 * more than an entry holds.
 */
export function minutesFrom(text: string): number | undefined {
	const typed = text.trim();
	const [, hours, rest] = clock.exec(typed) ?? spoken.exec(typed) ?? [];
	if (hours === undefined && rest === undefined) return undefined;
	const minutes = Math.round(Number((hours ?? '0').replace(',', '.')) * 60) + Number(rest ?? 0);
	return minutes >= 1 && minutes <= MAX_MINUTES ? minutes : undefined;
}

/** Minutes of an entry; of a timer, what it shows at the instant. */
export function minutesOf(entry: Pick<TicketTime, 'minutes' | 'startedAt'>, at: Instant): number {
	return entry.minutes ?? minutesBetween(entry.startedAt, Math.max(at, entry.startedAt));
}
