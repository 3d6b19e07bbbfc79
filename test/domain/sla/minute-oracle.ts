/**
 * Business time the slow way: every minute of a window is open or closed, and everything else is counting minutes. Zones
 * come from Intl here, not from the engine's tables.
 */
import type { CalendarSpec } from '#domain/sla/index.ts';

const MINUTE = 60_000;
const DAY = 1_440;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Minutes of real time from `start` on; a position is an index into it. */
export interface Window {
	readonly zone: string;
	readonly start: number;
	readonly length: number;
	/** Minutes since 1970 on the clock on the wall, per position. */
	readonly walls: Int32Array;
	/** Position of the first time that a wall minute is shown, counted from the first wall minute; -1 for never. */
	readonly firstShown: Int32Array;
}

export function windowAround(zone: string, date: string, days: number): Window {
	const start = Date.parse(`${date}T00:00:00Z`) - (days / 2) * DAY * MINUTE;
	const length = days * DAY;
	const wallAt = wallReader(zone);
	const walls = new Int32Array(length);
	for (let hour = 0; hour < length; hour += 60) {
		const from = wallAt(start + hour * MINUTE);
		const isEven = wallAt(start + (hour + 60) * MINUTE) === from + 60;
		for (let minute = 0; minute < 60; minute++) {
			walls[hour + minute] = isEven ? from + minute : wallAt(start + (hour + minute) * MINUTE);
		}
	}
	const earliest = walls[0] as number;
	const firstShown = new Int32Array((walls.at(-1) as number) - earliest + 1).fill(-1);
	for (let at = length - 1; at >= 0; at--) firstShown[(walls[at] as number) - earliest] = at;
	return { zone, start, length, walls, firstShown };
}

function wallReader(timeZone: string): (at: number) => number {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric'
	});
	return (at) => {
		const [month, day, year, hour, minute] = format.format(at).match(/\d+/g)?.map(Number) ?? [];
		if (minute === undefined) throw new Error('no date was shown');
		return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute) / MINUTE;
	};
}

/** Where a wall time falls; one that was left out goes on by the old clock. Undefined outside the window. */
export function positionOf({ walls, firstShown }: Window, wall: number): number | undefined {
	const shown = firstShown[wall - (walls[0] as number)] ?? -1;
	if (shown >= 0) return shown;
	const after = walls.findIndex((shownWall, at) => shownWall > wall && (walls[at - 1] ?? 0) < wall);
	return after <= 0 ? undefined : after - 1 + (wall - (walls[after - 1] as number));
}

/** Per position the number of the opening that holds it, 0 when closed; and the dates that have hours, in order. */
export interface Minutes {
	readonly window: Window;
	readonly opening: Uint16Array;
	readonly workingDates: readonly {
		readonly date: number;
		readonly first: number;
		readonly last: number;
	}[];
}

export function minutesOf(window: Window, spec: CalendarSpec): Minutes {
	const opening = new Uint16Array(window.length);
	const workingDates = [];
	let number = 0;
	const firstDate = Math.ceil((window.walls[0] as number) / DAY);
	const lastDate = Math.floor((window.walls.at(-1) as number) / DAY) - 1;
	for (let date = firstDate; date <= lastDate; date++) {
		const from = positionOf(window, date * DAY) as number;
		const to = positionOf(window, (date + 1) * DAY) as number;
		for (const [opens, closes] of wallMinutesOn(spec, date)) {
			number += 1;
			const start = Math.max(from, positionOf(window, date * DAY + opens) as number);
			const end = Math.min(to, positionOf(window, date * DAY + closes) as number);
			const joined = opening.subarray(start, Math.max(start, end)).find((held) => held > 0);
			if (start < end) opening.fill(joined ?? number, start, end);
		}
		let [first, last] = [-1, -1];
		for (let at = from; at < to; at++) {
			if (opening[at] === 0) continue;
			if (first < 0) first = at;
			last = at + 1;
		}
		if (first >= 0) workingDates.push({ date, first, last });
	}
	return { window, opening, workingDates };
}

/** The intervals of a date, breaks cut out minute by minute. */
function wallMinutesOn(spec: CalendarSpec, date: number): readonly (readonly [number, number])[] {
	const iso = new Date(date * DAY * MINUTE).toISOString().slice(0, 10);
	const isHoliday = spec.holidays?.some((holiday) => {
		if (typeof holiday === 'string') return holiday === iso;
		if (holiday.off) return false;
		if ('yearly' in holiday) return iso.endsWith(holiday.yearly);
		return holiday.from <= iso && iso <= holiday.to;
	});
	if (isHoliday) return [];
	const weekday = weekdays[new Date(date * DAY * MINUTE).getUTCDay()] ?? 'sun';
	const intervals = spec.date_overrides?.[iso] ?? spec.week[weekday] ?? [];
	const breaks = (spec.breaks?.[iso] ?? []).map((one) => one.map(minuteOf));
	const isBreak = (at: number) => breaks.some(([from = 0, to = 0]) => from <= at && at < to);
	return intervals.flatMap((interval) => {
		const [from = 0, to = 0] = interval.map(minuteOf);
		if (breaks.length === 0) return [[from, to] as const];
		const parts: [number, number][] = [];
		for (let at = from; at < to; at++) {
			if (isBreak(at)) continue;
			const last = parts.at(-1);
			if (last && last[1] === at) last[1] = at + 1;
			else parts.push([at, at + 1]);
		}
		return parts;
	});
}

function minuteOf(text: string): number {
	return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

export function countBetween({ opening }: Minutes, from: number, to: number): number {
	let sum = 0;
	for (let at = from; at < to; at++) if (opening[at] !== 0) sum += 1;
	return sum;
}

/** Undefined when the window ends first. */
export function addMinutes({ opening }: Minutes, from: number, count: number): number | undefined {
	let left = Math.abs(count);
	if (count < 0) {
		for (let at = from - 1; at >= 0; at--) if (opening[at] !== 0 && --left === 0) return at;
		return undefined;
	}
	for (let at = from; at < opening.length; at++) {
		if (opening[at] === 0) continue;
		if (left === 0) return at;
		if (--left === 0) return at + 1;
	}
	return undefined;
}

export function snapMinutes(
	{ opening }: Minutes,
	kind: 'forward' | 'backward' | 'next_close',
	from: number
): number | undefined {
	if (kind === 'backward') {
		for (let at = from; at > 0; at--) if (opening[at - 1] !== 0) return at;
		return undefined;
	}
	for (let at = from; at < opening.length; at++) {
		if (opening[at] === 0) continue;
		if (kind === 'forward') return at;
		let end = at;
		while (opening[end] === opening[at]) end += 1;
		return end;
	}
	return undefined;
}

export function addDays(
	{ window, workingDates }: Minutes,
	from: number,
	count: number,
	endOfDay: boolean
): number | undefined {
	const startDate = Math.floor((window.walls[from] as number) / DAY);
	const index =
		count < 0
			? workingDates.findLastIndex(({ date }) => date <= startDate)
			: workingDates.findIndex(({ date }) => date >= startDate);
	const [first, found] = [workingDates[index], workingDates[index + count]];
	if (index < 0 || !first || !found) return undefined;
	if (endOfDay) return found.last;
	if (found.date === startDate) return Math.min(from, found.last);
	const wall = window.walls[first.date === startDate ? from : first.first] as number;
	const same = positionOf(window, found.date * DAY + (wall - first.date * DAY));
	return same === undefined ? undefined : Math.min(same, found.last);
}
