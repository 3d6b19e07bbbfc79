import { DAY, type Instant } from '#domain/kernel/index.ts';
import { pausesUpTo } from './clock.ts';
import type { Clock } from './clocks.ts';
import { walkForward } from './openings.ts';

/** `closed` are hours outside the calendar, `holiday` those of a day that is one. `swap` is a moment, not a stretch. */
export type LineKind = 'counted' | 'paused' | 'closed' | 'holiday' | 'swap';

export interface Line {
	readonly from: Instant;
	readonly to: Instant;
	readonly what: LineKind;
	/** Milliseconds; the sum over all lines is the clock's `used`. */
	readonly counted: number;
}

/** Where a clock's time went, without a gap from its start to its end or to `now`. */
export function explainClock(clock: Clock, now: Instant): readonly Line[] {
	const { course, swappedAt } = clock;
	const asOf = course.end?.at ?? now;
	const lines = new Lines();
	for (const stretch of businessStretches(clock, asOf)) lines.add(stretch);
	const found = swappedAt === undefined ? lines.all : withSwap(lines.all, swappedAt);
	return course.end?.by === 'swap' ? [...found, swapAt(asOf)] : found;
}

interface Stretch {
	readonly from: Instant;
	readonly to: Instant;
	readonly what: Exclude<LineKind, 'swap'>;
}

/** Joins what touches and is alike. */
class Lines {
	readonly all: Line[] = [];

	add({ from, to, what }: Stretch): void {
		if (from >= to) return;
		const last = this.all.at(-1);
		const start = last?.what === what ? last.from : from;
		if (last?.what === what) this.all.pop();
		this.all.push({ from: start, to, what, counted: what === 'counted' ? to - start : 0 });
	}
}

function businessStretches({ course }: Clock, asOf: Instant): readonly Stretch[] {
	const { calendar, start } = course;
	const pauses = pausesUpTo(course, asOf);
	const stretches: Stretch[] = [];
	let reached = start;
	let next = 0;
	walkForward(calendar, start, (open, close) => {
		const [from, to] = [Math.min(Math.max(open, start), asOf), Math.min(close, asOf)];
		stretches.push(...closedStretches({ course }, reached, from));
		let at = from;
		for (; next < pauses.length; next++) {
			const pause = pauses[next] as (typeof pauses)[number];
			if (pause.from >= to) break;
			const [pausedFrom, pausedTo] = [Math.max(pause.from, at), Math.min(pause.to, to)];
			if (pausedTo > at) {
				stretches.push({ from: at, to: pausedFrom, what: 'counted' });
				stretches.push({ from: pausedFrom, to: pausedTo, what: 'paused' });
				at = pausedTo;
			}
			if (pause.to > to) break;
		}
		if (at < to) stretches.push({ from: at, to, what: 'counted' });
		reached = Math.max(to, from);
		return close >= asOf;
	});
	return [...stretches, ...closedStretches({ course }, reached, asOf)];
}

/** Hours that do not count, holidays told apart. */
function closedStretches(
	{ course: { calendar } }: Pick<Clock, 'course'>,
	from: Instant,
	to: Instant
): readonly Stretch[] {
	const { zone, isHoliday } = calendar;
	const stretches: Stretch[] = [];
	let reached = from;
	for (let day = zone.dayOf(from); reached < to; day++) {
		const end = Math.min(to, zone.instantOf((day + 1) * DAY));
		if (end <= reached) continue;
		stretches.push({ from: reached, to: end, what: isHoliday(day) ? 'holiday' : 'closed' });
		reached = end;
	}
	return stretches;
}

function withSwap(lines: readonly Line[], at: Instant): readonly Line[] {
	const halves = lines.flatMap((line) => {
		if (line.from >= at || line.to <= at) return [line];
		const part = (from: Instant, to: Instant): Line => ({
			...line,
			from,
			to,
			counted: line.what === 'counted' ? to - from : 0
		});
		return [part(line.from, at), part(at, line.to)];
	});
	const index = halves.findIndex(({ from }) => from >= at);
	const place = index === -1 ? halves.length : index;
	return [...halves.slice(0, place), swapAt(at), ...halves.slice(place)];
}

function swapAt(at: Instant): Line {
	return { from: at, to: at, what: 'swap', counted: 0 };
}
