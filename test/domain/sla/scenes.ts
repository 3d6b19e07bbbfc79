import {
	checkPolicy,
	compileCalendar,
	parseInstant,
	slaClocks,
	type Calendar,
	type CalendarSpec,
	type Clock,
	type Fact,
	type FactType,
	type Policy,
	type SlaInput
} from '#domain/sla/index.ts';

/** Berlin, Monday to Friday nine to five. 2026-06-01 is a Monday. */
export const officeSpec: CalendarSpec = {
	time_zone: 'Europe/Berlin',
	week: Object.fromEntries(
		['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])
	)
};

export function calendarOf(spec: CalendarSpec): Calendar {
	const result = compileCalendar(spec);
	if (!result.ok) throw new Error(JSON.stringify(result.failure));
	return result.value;
}

export const office = calendarOf(officeSpec);

/** `3 14:30` is 14:30 in Berlin on the third of June 2026. */
export function june(text: string): number {
	const [day = '', time = ''] = text.split(' ');
	const at = parseInstant(`2026-06-${day.padStart(2, '0')}T${time}:00+02:00`);
	if (at === undefined) throw new Error(`no instant: ${text}`);
	return at;
}

export function asJune(at: number | undefined): string | undefined {
	if (at === undefined) return undefined;
	const text = new Date(at + 7_200_000).toISOString();
	return `${Number(text.slice(8, 10))} ${text.slice(11, 16)}`;
}

export function policy(parts: Partial<Policy>): Policy {
	const whole: Policy = {
		pause: ['pending', 'resolved'],
		response_pauses: false,
		requester_reply_resumes: true,
		reopen_restarts: false,
		...parts
	};
	const checked = checkPolicy(whole, 'policy');
	if (!checked.ok) throw new Error(JSON.stringify(checked.failure));
	return whole;
}

/** Hours of business time as a target. */
export function hours(count: number): { readonly seconds: number } {
	return { seconds: count * 3_600 };
}

/** `1 10:00 created`, one a line; `policy` is followed by nothing and takes the next of `swaps`. */
export function factsOf(text: string, ...swaps: readonly (Policy | null)[]): readonly Fact[] {
	const left = [...swaps];
	return text
		.trim()
		.split(/\s*[\n,]\s*/)
		.map((line) => {
			const [day, time, type] = line.split(' ');
			const at = june(`${day} ${time}`);
			if (type === 'policy') return { at, type, policy: left.shift() ?? null };
			return { at, type: type as FactType };
		});
}

export function clocksAt(input: SlaInput, now: string): readonly Clock[] {
	const result = slaClocks(input, june(now));
	if (!result.ok) throw new Error(JSON.stringify(result.failure));
	return result.value;
}

/** A clock in a few words: kind, state, due, used and remaining hours, and what else there is to say. */
export function told(clock: Clock): string {
	const inHours = (duration: number) => `${Math.round(duration / 36_000) / 100}h`;
	return [
		`${clock.kind} ${clock.state} due ${asJune(clock.due)}`,
		`used ${inHours(clock.used)} left ${inHours(clock.remaining)}`,
		...(clock.paused > 0 ? [`paused ${inHours(clock.paused)}`] : []),
		...(clock.endedAt === undefined ? [] : [`ended ${asJune(clock.endedAt)}`]),
		...(clock.breachedAt === undefined ? [] : [`breached ${asJune(clock.breachedAt)}`])
	].join(', ');
}
