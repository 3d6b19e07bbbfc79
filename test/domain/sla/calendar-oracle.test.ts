import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	addBusinessDays,
	addBusinessTime,
	businessTimeBetween,
	compileCalendar,
	snap,
	snapKinds,
	type Calendar,
	type CalendarSpec
} from '#domain/sla/index.ts';
import {
	addDays,
	addMinutes,
	countBetween,
	minutesOf,
	snapMinutes,
	type Window
} from './minute-oracle.ts';
import { windowAndCalendar, windowOf } from './random-calendars.ts';

const MINUTE = 60_000;

function compiled(spec: CalendarSpec): Calendar {
	const result = compileCalendar(spec);
	if (!result.ok) throw new Error(JSON.stringify(result.failure));
	return result.value;
}

/** A position well inside the window, so that most answers are too. */
function inside(share: number, { length }: Window): number {
	return Math.floor(length * (0.3 + 0.4 * share));
}

const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe('SLA-ORACLE: business time agrees with counting minutes across changes of the clock', () => {
	it('add, between, snap and days', () => {
		fc.assert(
			fc.property(
				windowAndCalendar,
				shares,
				shares,
				fc.integer({ min: -1_500, max: 1_500 }),
				fc.integer({ min: -6, max: 6 }),
				fc.boolean(),
				([index, spec], one, other, amount, days, endOfDay) => {
					const window = windowOf(index);
					const calendar = compiled(spec);
					const minutes = minutesOf(window, spec);
					const [from, to] = [inside(one, window), inside(other, window)];
					const instant = (position: number) => window.start + position * MINUTE;
					const agrees = (found: number | undefined, position: number | undefined) => {
						if (position !== undefined) expect(found).toBe(instant(position));
						// What the window does not hold lies outside it.
						else expect(found ?? 0).not.toSatisfy((at: number) => isWellInside(at, window));
					};
					const counted = countBetween(minutes, from, to) - countBetween(minutes, to, from);
					expect(businessTimeBetween(calendar, instant(from), instant(to))).toBe(counted * MINUTE);
					agrees(
						addBusinessTime(calendar, instant(from), amount * MINUTE),
						addMinutes(minutes, from, amount)
					);
					for (const kind of snapKinds) {
						agrees(snap(calendar, kind, instant(from)), snapMinutes(minutes, kind, from));
					}
					agrees(
						addBusinessDays(calendar, instant(from), days, { endOfDay }),
						addDays(minutes, from, days, endOfDay)
					);
				}
			),
			{ numRuns: 2_000 }
		);
	}, 60_000);
});

function isWellInside(at: number, { start, length }: Window): boolean {
	return at > start + 3 * 1_440 * MINUTE && at < start + (length - 3 * 1_440) * MINUTE;
}
