import { DAY, type Instant } from '#domain/kernel/index.ts';
import { zoneOf } from '#domain/sla/index.ts';

const momentForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/** An instant as a `datetime-local` input shows it on a clock of the zone: "2026-11-24T14:00". */
export function momentInput(at: Instant, zone: string): string {
	const wall = at + (zoneOf(zone)?.offsetAt(at) ?? 0);
	return new Date(wall).toISOString().slice(0, 16);
}

/** The instant that a `datetime-local` input of that zone means; undefined when it is empty or no time. */
export function momentOf(typed: string, zone: string): Instant | undefined {
	if (!momentForm.test(typed)) return undefined;
	const wall = Date.parse(`${typed}Z`);
	if (Number.isNaN(wall)) return undefined;
	return zoneOf(zone)?.instantOf(wall) ?? wall;
}

/** An instant as a `date` input shows it: the day in the zone. */
export function dayInput(at: Instant, zone: string): string {
	return momentInput(at, zone).slice(0, 10);
}

/** The last millisecond of a `date` input's day in the zone: "by that day" includes it. */
export function endOfDay(typed: string, zone: string): Instant | undefined {
	const start = momentOf(`${typed}T00:00`, zone);
	if (start === undefined) return undefined;
	// Twelve hours into the next day is that day wherever a change of the clock falls.
	const next = dayInput(start + 1.5 * DAY, zone);
	const end = momentOf(`${next}T00:00`, zone);
	return end === undefined ? undefined : end - 1;
}
