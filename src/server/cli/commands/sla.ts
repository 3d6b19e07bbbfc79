import * as v from 'valibot';
import { SECOND, type Instant, type JsonObject } from '#domain/kernel/index.ts';
import {
	calendarShape,
	checkPolicy,
	explainClock,
	factTypes,
	formatInstant,
	good,
	policyShape,
	slaClocks,
	type Calendar,
	type Clock,
	type Policy,
	type Result,
	type Zone
} from '#domain/sla/index.ts';
import type { Command } from '../command.ts';
import { calendarReader, idShape, instantShape, refuseLine } from '../engine-input.ts';
import { runJsonLines, type LineResult } from '../json-lines.ts';

const policyOrNone = v.nullable(policyShape);

const input = v.strictObject({
	id: idShape,
	calendar: calendarShape,
	policy: policyOrNone,
	events: v.pipe(
		v.array(
			v.variant('type', [
				v.strictObject({ at: instantShape, type: v.literal('policy'), policy: policyOrNone }),
				v.strictObject({ at: instantShape, type: v.picklist(factTypes) })
			])
		),
		v.maxLength(10_000)
	),
	now: instantShape
});

type Input = v.InferOutput<typeof input>;

export const sla: Command = {
	name: 'sla',
	summary: "Tells how a ticket's SLA clocks stand, and why.",
	positionals: [],
	options: {},
	help: `Input, one per line: {id, calendar, policy, events: [{at, type}], now}; calendar as in the command calendar.
  policy: {response?, update?, resolution?, pause?: ["pending","resolved"], response_pauses?: false,
    requester_reply_resumes?: true, reopen_restarts?: false}, or null for none; a target is {seconds} of business time,
    {working_days} or {working_days, end_of_working_day: true}
  type: ${factTypes.join(', ')},
    and policy (with a policy, or null): a swap
Output: {id, clocks: [{kind, state, due, ended_at, breached_at, used_seconds, paused_seconds, remaining_seconds,
  lines: [{from, to, what, counted_seconds}]}]}; state is running, paused, met, breached or superseded; what is counted,
  paused, closed, holiday or swap. All seconds are business seconds. Clocks come by kind, then in order of time.
A bad line gives {id?, line, error: {code, field, message}} in its place, and exit code 2 in the end.`,
	run: (io) => {
		const read = calendarReader();
		return runJsonLines(io, input, (line): LineResult => {
			const calendar = read(line.calendar);
			if (!calendar.ok) return refuseLine(calendar.failure);
			const clocks = clocksOf(line, calendar.value);
			if (!clocks.ok) return refuseLine(clocks.failure);
			const told = clocks.value.map((clock) => tell(clock, line.now, calendar.value.zone));
			return { ok: true, values: [{ clocks: told }] };
		});
	}
};

function clocksOf(line: Input, calendar: Calendar): Result<readonly Clock[]> {
	const { policy, events: facts, now } = line;
	const policies: [Policy | null, string][] = [[policy, 'policy']];
	for (const [index, fact] of facts.entries()) {
		if (fact.type === 'policy') policies.push([fact.policy, `events.${index}.policy`]);
	}
	for (const [one, field] of policies) {
		const checked = one ? checkPolicy(one, field) : good(one);
		if (!checked.ok) return checked;
	}
	return slaClocks({ calendar, policy, facts }, now);
}

function tell(clock: Clock, now: Instant, zone: Zone): JsonObject {
	const instant = (at: Instant | undefined) => (at === undefined ? null : formatInstant(at, zone));
	return {
		kind: clock.kind,
		state: clock.state,
		due: instant(clock.due),
		ended_at: instant(clock.endedAt),
		breached_at: instant(clock.breachedAt),
		used_seconds: clock.used / SECOND,
		paused_seconds: clock.paused / SECOND,
		remaining_seconds: clock.remaining / SECOND,
		lines: explainClock(clock, now).map(({ from, to, what, counted }) => ({
			from: formatInstant(from, zone),
			to: formatInstant(to, zone),
			what,
			counted_seconds: counted / SECOND
		}))
	};
}
