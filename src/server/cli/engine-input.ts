/** Forms that several engines take on the command line, and how their failures are told. */
import * as v from 'valibot';
import type { Failure } from '#domain/kernel/index.ts';
import {
	compileCalendar,
	parseInstant,
	slaErrors,
	type Calendar,
	type CalendarSpec,
	type Result,
	type SlaErrorCode
} from '#domain/sla/index.ts';
import type { LineResult } from './json-lines.ts';

export const idShape = v.exactOptional(v.union([v.string(), v.number()]));

/** An ISO 8601 instant with offset -> Instant. */
export const instantShape = v.pipe(
	v.string(),
	v.check(
		(text) => parseInstant(text) !== undefined,
		'an instant is written 2026-06-01T15:00:00+02:00, with offset or Z, from 1800 to 2500'
	),
	v.transform((text) => parseInstant(text) ?? 0)
);

/** The calendar of the line; its failure names fields under `calendar`. Lines with the calendar of the line before share it. */
export function calendarReader(): (spec: CalendarSpec) => Result<Calendar> {
	let last: { readonly text: string; readonly read: Result<Calendar> } | undefined;
	return (spec) => {
		const text = JSON.stringify(spec);
		if (last?.text !== text) last = { text, read: under('calendar', compileCalendar(spec)) };
		return last.read;
	};
}

function under<T>(field: string, result: Result<T>): Result<T> {
	if (result.ok) return result;
	const { code, field: inner } = result.failure;
	const path = inner === undefined ? field : `${field}.${inner}`;
	return { ok: false, failure: { code, field: path } };
}

/** A failure of the SLA engine with its sentence. */
export function refuseLine({ code, field }: Failure): LineResult {
	const message = slaErrors[code as SlaErrorCode];
	return {
		ok: false,
		failure: { code, ...(field === undefined ? {} : { field }), message }
	};
}
