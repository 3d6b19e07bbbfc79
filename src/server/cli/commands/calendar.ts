import * as v from 'valibot';
import { DAY, failure, SECOND, type Instant } from '#domain/kernel/index.ts';
import {
	addBusinessDays,
	addBusinessDaysToDate,
	addBusinessTime,
	businessTimeBetween,
	calendarShape,
	formatInstant,
	formatLocalDate,
	lastClosingOf,
	parseInstant,
	parseLocalDate,
	parseWallTime,
	snap,
	snapKinds,
	zoneOf,
	type Calendar,
	type SlaErrorCode
} from '#domain/sla/index.ts';
import type { Command } from '../command.ts';
import { calendarReader, idShape, instantShape, refuseLine } from '../engine-input.ts';
import { runJsonLines, type LineResult } from '../json-lines.ts';

/** A thousand years: no answer lies beyond, and sums stay exact. */
const MAX_SECONDS = 1_000 * 366 * 86_400;
const MAX_DAYS = 366_000;

const count = (limit: number) =>
	v.pipe(v.number(), v.integer(), v.minValue(-limit), v.maxValue(limit));
const isStart = (text: string) =>
	parseInstant(text) !== undefined || parseLocalDate(text) !== undefined;

const common = { id: idShape, calendar: calendarShape };
const input = v.variant('op', [
	v.strictObject({
		...common,
		op: v.literal('add'),
		start: instantShape,
		business_seconds: count(MAX_SECONDS)
	}),
	v.strictObject({
		...common,
		op: v.literal('between'),
		start: instantShape,
		end: instantShape
	}),
	v.strictObject({
		...common,
		op: v.literal('snap'),
		kind: v.picklist(snapKinds),
		at: instantShape
	}),
	v.strictObject({
		...common,
		op: v.literal('days'),
		start: v.pipe(v.string(), v.check(isStart, 'an ISO 8601 instant with offset, or a date')),
		business_days: count(MAX_DAYS),
		end_of_working_day: v.exactOptional(v.boolean(), false)
	}),
	v.strictObject({
		id: idShape,
		op: v.literal('wall'),
		time_zone: v.string(),
		local_date: v.string(),
		local_time: v.string()
	})
]);

type Input = v.InferOutput<typeof input>;

export const calendar: Command = {
	name: 'calendar',
	summary: 'Reckons in business hours: add, between, snap, days, wall.',
	positionals: [],
	options: {},
	help: `Input, one per line: {id, op, calendar, ...}. Output: {id, at} or {id, business_seconds}.
  add      start, business_seconds (negative goes back)
  between  start, end (negative when reversed)
  snap     kind, at; kind is forward (at if open, else the next opening), backward (at if in (open, close], else the
           previous closing) or next_close (the end of the interval that holds at, else of the next)
  days     start (instant or date), business_days, end_of_working_day? (then the last closing of that day)
  wall     time_zone, local_date, local_time, without a calendar
calendar: {time_zone, week: {mon: [["09:00","12:00"],["13:00","17:30"]], ...}, holidays?: ["2026-12-25", {from, to},
  {yearly: "01-01"}], date_overrides?: {"2026-12-24": [["09:00","12:00"]]}, breaks?: {"2026-06-01": [["12:00","12:30"]]}}
  24:00 may end an interval; a holiday wins over an override; off: true switches off a range or a yearly holiday.
A bad line gives {id?, line, error: {code, field, message}} in its place, and exit code 2 in the end.`,
	run: (io) => {
		const read = calendarReader();
		return runJsonLines(io, input, (line): LineResult => {
			if (line.op === 'wall') return wall(line);
			const found = read(line.calendar);
			return found.ok ? reckon(line, found.value) : refuseLine(found.failure);
		});
	}
};

function reckon(line: Exclude<Input, { op: 'wall' }>, on: Calendar): LineResult {
	switch (line.op) {
		case 'add':
			return instant(addBusinessTime(on, line.start, line.business_seconds * SECOND), on);
		case 'between':
			return value({
				business_seconds: businessTimeBetween(on, line.start, line.end) / SECOND
			});
		case 'snap':
			return instant(snap(on, line.kind, line.at), on);
		case 'days':
			return days(line, on);
	}
}

function days(line: Extract<Input, { op: 'days' }>, on: Calendar): LineResult {
	const { start, business_days: days, end_of_working_day: endOfDay } = line;
	const date = parseLocalDate(start);
	if (date === undefined) {
		return instant(addBusinessDays(on, parseInstant(start) ?? 0, days, { endOfDay }), on);
	}
	const day = addBusinessDaysToDate(on, date, days);
	if (day === undefined) return exhausted;
	return endOfDay ? instant(lastClosingOf(on, day), on) : value({ at: formatLocalDate(day) });
}

function wall(line: Extract<Input, { op: 'wall' }>): LineResult {
	const zone = zoneOf(line.time_zone);
	if (!zone) return refused('sla.zone_unknown', 'time_zone');
	const day = parseLocalDate(line.local_date);
	if (day === undefined) return refused('sla.date_impossible', 'local_date');
	const time = parseWallTime(line.local_time);
	if (time === undefined) return refused('sla.time_invalid', 'local_time');
	return value({ at: formatInstant(zone.instantOf(day * DAY + time), zone) });
}

function instant(at: Instant | undefined, { zone }: Calendar): LineResult {
	return at === undefined ? exhausted : value({ at: formatInstant(at, zone) });
}

function value(
	fields: { readonly at: string } | { readonly business_seconds: number }
): LineResult {
	return { ok: true, values: [{ ...fields }] };
}

function refused(code: SlaErrorCode, field: string): LineResult {
	return refuseLine(failure(code, field));
}

const exhausted = refused('sla.hours_exhausted', 'calendar');
