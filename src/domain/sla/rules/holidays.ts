import type { HolidaySpec } from './calendar-spec.ts';
import { monthDayOf, parseLocalDate, parseMonthDay, type Day } from './local-date.ts';
import { bad, good, type Result } from './result.ts';

interface DayRange {
	readonly from: Day;
	readonly to: Day;
}

/** Tells of any day whether it is a holiday. */
export function readHolidays(specs: readonly HolidaySpec[]): Result<(day: Day) => boolean> {
	const ranges: DayRange[] = [];
	const yearly = new Set<number>();
	for (const [index, spec] of specs.entries()) {
		const read = readHoliday(spec, `holidays.${index}`);
		if (!read.ok) return read;
		if (typeof spec === 'object' && spec.off) continue;
		if (typeof read.value === 'number') yearly.add(read.value);
		else ranges.push(read.value);
	}
	const merged = mergeRanges(ranges);
	return good((day) => isInRanges(merged, day) || (yearly.size > 0 && yearly.has(monthDayOf(day))));
}

/** A range of days, or the month and day of a yearly one. */
function readHoliday(spec: HolidaySpec, field: string): Result<DayRange | number> {
	if (typeof spec === 'object' && 'yearly' in spec) {
		const monthDay = parseMonthDay(spec.yearly);
		return monthDay === undefined ? bad('sla.date_impossible', `${field}.yearly`) : good(monthDay);
	}
	const isRange = typeof spec === 'object';
	const from = parseLocalDate(isRange ? spec.from : spec);
	if (from === undefined) return bad('sla.date_impossible', isRange ? `${field}.from` : field);
	const to = isRange ? parseLocalDate(spec.to) : from;
	if (to === undefined) return bad('sla.date_impossible', `${field}.to`);
	return from > to ? bad('sla.range_inverted', field) : good({ from, to });
}

function mergeRanges(ranges: readonly DayRange[]): readonly DayRange[] {
	const merged: DayRange[] = [];
	for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
		const last = merged.at(-1);
		if (last && range.from <= last.to + 1) {
			merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
		} else merged.push(range);
	}
	return merged;
}

function isInRanges(ranges: readonly DayRange[], day: Day): boolean {
	let [low, high] = [0, ranges.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((ranges[middle]?.to ?? day) < day) low = middle + 1;
		else high = middle;
	}
	const range = ranges[low];
	return range !== undefined && range.from <= day;
}
