import { m } from '#messages/generated/messages.js';

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
	['year', 365 * 86_400_000],
	['month', 30 * 86_400_000],
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000]
];

/** How far an instant is from now, in words: "3 minutes ago", "in 2 hours"; below one minute "just now". */
export function relativeWords(ms: number, nowMs: number, locale: string): string {
	const away = ms - nowMs;
	for (const [unit, size] of STEPS) {
		if (Math.abs(away) < size) continue;
		return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(
			Math.trunc(away / size),
			unit
		);
	}
	return m.time_now();
}
