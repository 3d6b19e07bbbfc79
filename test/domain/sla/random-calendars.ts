import fc from 'fast-check';
import type { CalendarSpec } from '#domain/sla/index.ts';
import { windowAround, type Window } from './minute-oracle.ts';

/** Changes of the clock of every kind: by an hour, half, two; at midnight; a minute past; a day left out; none. */
const changes: readonly (readonly [string, string])[] = [
	['UTC', '2026-01-01'],
	['Asia/Kolkata', '2026-06-01'],
	['Europe/Berlin', '2026-03-29'],
	['Europe/Berlin', '2026-10-25'],
	['Europe/London', '1971-10-31'],
	['Europe/Dublin', '2025-03-30'],
	['America/New_York', '2026-03-08'],
	['America/New_York', '2026-11-01'],
	['America/St_Johns', '2006-04-02'],
	['America/St_Johns', '2006-10-29'],
	['America/Havana', '2025-03-09'],
	['America/Havana', '2025-11-02'],
	['America/Sao_Paulo', '2018-11-04'],
	['America/Sao_Paulo', '2019-02-17'],
	['America/Caracas', '2016-05-01'],
	['America/Asuncion', '2023-10-01'],
	['America/Nuuk', '2024-03-31'],
	['Atlantic/Azores', '2026-03-29'],
	['Africa/Cairo', '2024-04-26'],
	['Africa/Cairo', '2024-11-01'],
	['Africa/Casablanca', '2025-02-23'],
	['Asia/Tehran', '2022-03-22'],
	['Asia/Beirut', '2024-03-31'],
	['Asia/Amman', '2021-10-29'],
	['Asia/Pyongyang', '2018-05-05'],
	['Australia/Lord_Howe', '2026-04-05'],
	['Australia/Lord_Howe', '2026-10-04'],
	['Pacific/Apia', '2011-12-30'],
	['Pacific/Kwajalein', '1993-08-21'],
	['Pacific/Chatham', '2026-09-27'],
	['Antarctica/Troll', '2026-03-29'],
	['Antarctica/Troll', '2026-10-25']
];

const windows: readonly Window[] = changes.map(([zone, date]) => windowAround(zone, date, 40));

/** Minutes of the day, half of them where clocks change. */
const boundary = fc.oneof(
	fc.integer({ min: 0, max: 48 }).map((step) => step * 5),
	fc.integer({ min: 0, max: 1_440 }),
	fc.integer({ min: 0, max: 24 }).map((hour) => hour * 60)
);

/** Intervals in order, some of which touch. */
const intervals = fc
	.uniqueArray(boundary, { maxLength: 6 })
	.chain((points) => fc.tuple(fc.constant(points.sort((a, b) => a - b)), fc.boolean()))
	.map(([points, isTouching]) =>
		points
			.slice(1)
			.map((to, index) => [clockOf(points[index] as number), clockOf(to)] as [string, string])
			.filter((_, index) => isTouching || index % 2 === 0)
	);

function clockOf(minute: number): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function dateIn({ start, length }: Window): fc.Arbitrary<string> {
	return fc
		.integer({ min: 2, max: length / 1_440 - 2 })
		.map((day) => new Date(start + day * 86_400_000).toISOString().slice(0, 10));
}

/** The index of a window, and a calendar in its zone that is open at some time in the week. */
export const windowAndCalendar: fc.Arbitrary<readonly [number, CalendarSpec]> = fc
	.nat({ max: windows.length - 1 })
	.chain((index) => fc.tuple(fc.constant(index), calendarIn(windowOf(index))));

export function windowOf(index: number): Window {
	const window = windows[index];
	if (!window) throw new Error(`there is no window ${index}`);
	return window;
}

function calendarIn(window: Window): fc.Arbitrary<CalendarSpec> {
	const date = dateIn(window);
	const holiday = fc.oneof(
		date,
		fc.tuple(date, date, fc.boolean()).map(([a, b, off]) => ({
			from: a < b ? a : b,
			to: a < b ? b : a,
			off
		})),
		date.map((day) => ({ yearly: day.slice(5) }))
	);
	return fc
		.record(
			{
				week: fc.record({
					mon: intervals,
					tue: intervals,
					wed: intervals,
					thu: intervals,
					fri: intervals,
					sat: intervals,
					sun: intervals
				}),
				holidays: fc.array(holiday, { maxLength: 2 }),
				date_overrides: fc.dictionary(date, intervals, { maxKeys: 3 }),
				breaks: fc.dictionary(date, intervals, { maxKeys: 3 })
			},
			{ requiredKeys: ['week'] }
		)
		.map((rest) => ({ time_zone: window.zone, ...rest }))
		.filter(({ week }) => Object.values(week).some(({ length }) => length > 0));
}
