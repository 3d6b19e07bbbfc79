import type { Instant } from '#domain/kernel/index.ts';
import type { Calendar } from './calendar.ts';
import { readClock, type Course, type Reading } from './clock.ts';
import type { Pause } from './pauses.ts';
import type { Target } from './policy.ts';
import { bad, good, type Result } from './result.ts';

/** What a team (OLA) or a vendor (underpinning contract) has promised, in hours of their own. */
export interface Agreement {
	readonly kind: 'ola' | 'vendor';
	readonly target: Target;
	readonly calendar: Calendar;
}

/** A stretch in which they had the ticket; without `to` they have it still. */
export interface Hold {
	readonly from: Instant;
	readonly to?: Instant;
}

export interface AgreementClock extends Reading {
	readonly kind: Agreement['kind'];
	readonly course: Course;
}

/**
 * A clock that runs beside the ticket's own, only while they have the ticket. `holds` are in order and disjoint, at least
 * one; `doneAt` is when the ticket was resolved.
 */
export function agreementClock(
	{ kind, target, calendar }: Agreement,
	holds: readonly [Hold, ...Hold[]],
	{ now, doneAt }: { readonly now: Instant; readonly doneAt?: Instant }
): Result<AgreementClock> {
	const course: Course = {
		start: holds[0].from,
		target,
		calendar,
		pauses: gapsBetween(holds),
		...(doneAt !== undefined && doneAt <= now ? { end: { at: doneAt, by: 'done' } as const } : {})
	};
	const reading = readClock(course, now);
	return reading ? good({ kind, ...reading, course }) : bad('sla.hours_exhausted', 'calendar');
}

function gapsBetween(holds: readonly Hold[]): readonly Pause[] {
	return holds.flatMap(({ to }, index) => {
		if (to === undefined) return [];
		const next = holds[index + 1]?.from;
		return next === undefined ? [{ from: to }] : [{ from: to, to: next }];
	});
}
