/** What can be wrong with calendars, policies and facts, and what to do about it. */
export const slaErrors = {
	'sla.zone_unknown': 'this is no IANA time zone such as Europe/Berlin',
	'sla.time_invalid': 'a time is written HH:MM, from 00:00 to 24:00',
	'sla.interval_inverted':
		'an interval ends after it begins; over midnight write two, the first to 24:00',
	'sla.intervals_overlap': 'two intervals of a day overlap: join them',
	'sla.date_impossible':
		'there is no such date between 1800 and 2500: write YYYY-MM-DD, or MM-DD for every year',
	'sla.range_inverted': 'a holiday ends on the day it begins or later',
	'sla.no_hours': 'the calendar is never open: give it hours',
	'sla.hours_exhausted':
		'the calendar is not open for that long within the years up to 2500, or closed for a hundred years on end',
	'sla.target_zero': 'a target is at least one second or one working day',
	'sla.target_too_long': 'a target is at most a hundred years',
	'sla.created_missing': 'the first fact is that the ticket was created',
	'sla.created_twice': 'a ticket is created once'
} as const;

export type SlaErrorCode = keyof typeof slaErrors;
