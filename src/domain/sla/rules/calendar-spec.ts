import * as v from 'valibot';

/** `["09:00", "17:30"]`: half-open, on the clock on the wall; `24:00` may end it. */
const interval = v.strictTuple([v.string(), v.string()]);
const intervals = v.pipe(v.array(interval), v.maxLength(100));
const byDate = v.record(v.string(), intervals);

/** `off` keeps a holiday in the list without effect. */
const holiday = v.union([
	v.string(),
	v.strictObject({ from: v.string(), to: v.string(), off: v.exactOptional(v.boolean()) }),
	v.strictObject({ yearly: v.string(), off: v.exactOptional(v.boolean()) })
]);

/** The form of a calendar as it is written down; `compileCalendar` checks what it says. */
export const calendarShape = v.strictObject({
	time_zone: v.string(),
	week: v.strictObject({
		mon: v.exactOptional(intervals),
		tue: v.exactOptional(intervals),
		wed: v.exactOptional(intervals),
		thu: v.exactOptional(intervals),
		fri: v.exactOptional(intervals),
		sat: v.exactOptional(intervals),
		sun: v.exactOptional(intervals)
	}),
	holidays: v.exactOptional(v.pipe(v.array(holiday), v.maxLength(5_000))),
	date_overrides: v.exactOptional(byDate),
	breaks: v.exactOptional(byDate)
});

export type CalendarSpec = v.InferOutput<typeof calendarShape>;
export type HolidaySpec = v.InferOutput<typeof holiday>;
export type IntervalSpec = v.InferOutput<typeof interval>;
