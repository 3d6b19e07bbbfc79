import { DAY, type Instant } from '#domain/kernel/index.ts';
import type { CalendarSpec, IntervalSpec } from './calendar-spec.ts';
import { readHolidays } from './holidays.ts';
import { cutOut, readIntervals, type WallInterval } from './intervals.ts';
import { parseLocalDate, weekdayOf, weekdays, type Day } from './local-date.ts';
import { bad, good, type Result } from './result.ts';
import { zoneOf, type Zone } from './zone.ts';

/** When somebody works, ready to reckon with. */
export interface Calendar {
	readonly zone: Zone;
	readonly isHoliday: (day: Day) => boolean;
	/**
	 * The openings of a local date as [open, close, open, close, ...]: half-open, in order, disjoint, within that date.
	 * Empty when closed, or when the zone left the date out.
	 */
	readonly openingsOn: (day: Day) => readonly Instant[];
}

/** Enough for decades; a walk over centuries starts over. */
const KEPT_DAYS = 20_000;
const closed: readonly never[] = [];

/** Checks a calendar and makes it ready. The failure's field is a dotted path into `spec`. */
export function compileCalendar(spec: CalendarSpec): Result<Calendar> {
	const zone = zoneOf(spec.time_zone);
	if (!zone) return bad('sla.zone_unknown', 'time_zone');
	const week: (readonly WallInterval[])[] = [];
	for (const weekday of weekdays) {
		const read = readIntervals(spec.week[weekday] ?? [], `week.${weekday}`);
		if (!read.ok) return read;
		week.push(read.value);
	}
	const overrides = readDates(spec.date_overrides ?? {}, 'date_overrides');
	if (!overrides.ok) return overrides;
	const breaks = readDates(spec.breaks ?? {}, 'breaks');
	if (!breaks.ok) return breaks;
	const holidays = readHolidays(spec.holidays ?? []);
	if (!holidays.ok) return holidays;
	const isEverOpen = [...week, ...overrides.value.values()].some(({ length }) => length > 0);
	if (!isEverOpen) return bad('sla.no_hours', 'week');

	const isHoliday = holidays.value;
	const wallsOn = (day: Day): readonly WallInterval[] => {
		if (isHoliday(day)) return closed;
		const walls = overrides.value.get(day) ?? week[weekdayOf(day)] ?? closed;
		const cuts = breaks.value.get(day);
		return cuts ? cutOut(walls, cuts) : walls;
	};
	return good({ zone, isHoliday, openingsOn: keepingDays(zone, wallsOn) });
}

function readDates(
	byDate: Readonly<Record<string, readonly IntervalSpec[]>>,
	field: string
): Result<ReadonlyMap<Day, readonly WallInterval[]>> {
	const byDay = new Map<Day, readonly WallInterval[]>();
	for (const [date, specs] of Object.entries(byDate)) {
		const day = parseLocalDate(date);
		if (day === undefined) return bad('sla.date_impossible', `${field}.${date}`);
		const read = readIntervals(specs, `${field}.${date}`);
		if (!read.ok) return read;
		byDay.set(day, read.value);
	}
	return good(byDay);
}

function keepingDays(
	zone: Zone,
	wallsOn: (day: Day) => readonly WallInterval[]
): (day: Day) => readonly Instant[] {
	const kept = new Map<Day, readonly Instant[]>();
	return (day) => {
		const known = kept.get(day);
		if (known) return known;
		const walls = wallsOn(day);
		if (walls.length === 0) return closed;
		const openings = toInstants(zone, day, walls);
		if (kept.size >= KEPT_DAYS) kept.clear();
		kept.set(day, openings);
		return openings;
	};
}

/** A change of the clock can move, swap or swallow intervals: they are put in order, joined and kept within the date. */
function toInstants(zone: Zone, day: Day, walls: readonly WallInterval[]): readonly Instant[] {
	const midnight = day * DAY;
	const [first, last] = [zone.instantOf(midnight), zone.instantOf(midnight + DAY)];
	const spans = walls
		.map(({ from, to }) => ({
			open: Math.max(zone.instantOf(midnight + from), first),
			close: Math.min(zone.instantOf(midnight + to), last)
		}))
		.filter(({ open, close }) => open < close)
		.sort((a, b) => a.open - b.open);
	const openings: Instant[] = [];
	for (const { open, close } of spans) {
		const before = openings.at(-1);
		if (before === undefined || open >= before) openings.push(open, close);
		else openings[openings.length - 1] = Math.max(before, close);
	}
	return openings;
}
