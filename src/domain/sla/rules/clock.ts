import type { Instant } from '#domain/kernel/index.ts';
import { addBusinessDays } from './business-days.ts';
import { addBusinessTime, businessTimeBetween } from './business-time.ts';
import type { Calendar } from './calendar.ts';
import type { Pause } from './pauses.ts';
import { durationOf, type Target } from './policy.ts';

/** What one clock measures. Everything that is told of it is a function of this and of now. */
export interface Course {
	readonly start: Instant;
	readonly target: Target;
	readonly calendar: Calendar;
	/** In order and disjoint. */
	readonly pauses: readonly Pause[];
	readonly end?: { readonly at: Instant; readonly by: 'done' | 'swap' };
}

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'superseded';

/** Durations are milliseconds of business time. */
export interface Reading {
	readonly state: ClockState;
	/** As things stand: while paused it moves on with time; an ended clock keeps it as it was then. */
	readonly due: Instant;
	readonly endedAt?: Instant;
	/** The due instant, once it passed without an end. */
	readonly breachedAt?: Instant;
	readonly used: number;
	/** By how much pauses moved the due instant. */
	readonly paused: number;
	/** Target less used: negative when late. */
	readonly remaining: number;
}

/** Undefined when the calendar has not enough hours for the target. */
export function readClock(course: Course, now: Instant): Reading | undefined {
	const { start, calendar, end } = course;
	const asOf = end?.at ?? now;
	const base = baseDue(course);
	const total = base === undefined ? undefined : targetDuration(course, base);
	if (base === undefined || total === undefined) return undefined;
	const pauses = pausesUpTo(course, asOf);
	const moved = moveBy(course, base, pauses);
	if (!moved) return undefined;
	const paused = pauses.reduce(
		(sum, { from, to }) => sum + businessTimeBetween(calendar, from, to),
		0
	);
	const used = businessTimeBetween(calendar, start, asOf) - paused;
	const last = course.pauses.findLast(({ from }) => from <= asOf);
	const stoodStill =
		last !== undefined && (last.to === undefined || last.to > asOf || (end && last.to === asOf));
	const isPaused = !end && stoodStill === true;
	// A clock that stands still since before it was due does not breach, even where that pause holds no business time.
	const isLate = asOf > moved.due && !(stoodStill && last.from < moved.due);
	return {
		state: stateOf(end?.by, isLate, isPaused),
		due: moved.due,
		...(end ? { endedAt: end.at } : {}),
		...(isLate ? { breachedAt: moved.due } : {}),
		used,
		paused: moved.paused,
		remaining: total - used
	};
}

/**
 * The instant when `share` ms of the target have been or will be used, pauses up to `now` considered. Undefined while the
 * clock stands still before that, or when there are not enough hours.
 */
export function instantOfUse(course: Course, share: number, now: Instant): Instant | undefined {
	const { start, calendar, end } = course;
	const asOf = end?.at ?? now;
	const base = addBusinessTime(calendar, start, share);
	if (base === undefined) return undefined;
	const pauses = pausesUpTo(course, asOf);
	const moved = moveBy({ ...course, target: { seconds: share / 1_000 } }, base, pauses);
	if (!moved) return undefined;
	const open = course.pauses.at(-1);
	const standsStill = open !== undefined && open.to === undefined && open.from < moved.due;
	return standsStill && moved.due >= asOf ? undefined : moved.due;
}

/** The target as milliseconds of business time: a target in days is what lies between start and due without pauses. */
export function targetDuration(course: Course, base = baseDue(course)): number | undefined {
	const duration = durationOf(course.target);
	if (duration !== undefined || base === undefined) return duration;
	return businessTimeBetween(course.calendar, course.start, base);
}

/** The pauses as far as they had come at `asOf`, within the clock's life. */
export function pausesUpTo({ start, pauses }: Course, asOf: Instant): readonly Required<Pause>[] {
	return pauses
		.map(({ from, to = asOf }) => ({ from: Math.max(from, start), to: Math.min(to, asOf) }))
		.filter(({ from, to }) => from < to);
}

function baseDue({ start, target, calendar }: Course): Instant | undefined {
	if ('seconds' in target) return addBusinessTime(calendar, start, target.seconds * 1_000);
	return addBusinessDays(calendar, start, target.working_days, {
		endOfDay: target.end_of_working_day ?? false
	});
}

/** Each pause that begins before the due instant of that moment moves it on; later ones find it passed. */
function moveBy(
	{ start, target, calendar }: Course,
	base: Instant,
	pauses: readonly Required<Pause>[]
): { readonly due: Instant; readonly paused: number } | undefined {
	const duration = durationOf(target);
	let [due, paused] = [base, 0];
	for (const { from, to } of pauses) {
		if (from >= due) break;
		paused += businessTimeBetween(calendar, from, to);
		if (paused === 0) continue;
		const later =
			duration === undefined
				? addBusinessTime(calendar, base, paused)
				: addBusinessTime(calendar, start, duration + paused);
		if (later === undefined) return undefined;
		due = later;
	}
	return { due, paused };
}

function stateOf(
	endedBy: 'done' | 'swap' | undefined,
	isLate: boolean,
	isPaused: boolean
): ClockState {
	if (endedBy === 'swap') return 'superseded';
	if (isLate) return 'breached';
	if (endedBy === 'done') return 'met';
	return isPaused ? 'paused' : 'running';
}
