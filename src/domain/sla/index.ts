/**
 * SLA: how much time there is, was used and is left.
 *
 * calendar - when somebody works, in one zone; opening - a stretch of work, half-open; business time - time inside openings,
 * in milliseconds; working day - a local date with an opening; target - business time or working days; policy - targets by
 * kind and what pauses them; fact - something that happened to a ticket; clock - one target measured against the facts;
 * pause - when it stands still; swap - another policy takes over; agreement - what a team or a vendor has promised; due -
 * when a target is used up as things stand; warning - a step on the way there; line - one stretch of a clock's explanation.
 */
export { slaErrors, type SlaErrorCode } from './errors.ts';
export {
	agreementClock,
	type Agreement,
	type AgreementClock,
	type Hold
} from './rules/agreement.ts';
export { addBusinessDays, addBusinessDaysToDate, lastClosingOf } from './rules/business-days.ts';
export {
	addBusinessTime,
	businessTimeBetween,
	snap,
	snapKinds,
	type SnapKind
} from './rules/business-time.ts';
export { calendarShape, type CalendarSpec } from './rules/calendar-spec.ts';
export { compileCalendar, type Calendar } from './rules/calendar.ts';
export type { ClockState, Course, Reading } from './rules/clock.ts';
export { slaClocks, type Clock, type SlaInput } from './rules/clocks.ts';
export { explainClock, type Line, type LineKind } from './rules/explain.ts';
export {
	factTypes,
	type Fact,
	type FactType,
	type PlainFact,
	type PolicyFact
} from './rules/facts.ts';
export { formatInstant, parseInstant } from './rules/iso-instant.ts';
export { formatLocalDate, parseLocalDate, type Day } from './rules/local-date.ts';
export {
	checkPolicy,
	clockKinds,
	policyShape,
	type ClockKind,
	type Policy,
	type Target
} from './rules/policy.ts';
export { previewChange, type Candidate, type Flip, type Preview } from './rules/preview.ts';
export { bad, good, type Result } from './rules/result.ts';
export { parseWallTime } from './rules/wall-time.ts';
export { warningsOf, type Warning, type WarningStep } from './rules/warnings.ts';
export { zoneOf, type Zone } from './rules/zone.ts';
