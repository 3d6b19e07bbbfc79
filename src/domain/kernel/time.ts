/** Milliseconds since 1970-01-01T00:00:00Z. Rows, clocks and messages carry instants in this form only. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** A day on the clock of the machine; business days and local dates are the business of `domain/sla`. */
export const DAY = 24 * HOUR;

/** `at` moved into [from, to]; when the bounds cross, the later bound wins, so that facts never go back. */
export function clampInstant(at: Instant, from: Instant, to: Instant): Instant {
	return Math.max(from, Math.min(at, to));
}
