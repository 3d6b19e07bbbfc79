import * as v from 'valibot';
import { SECOND } from '#domain/kernel/index.ts';
import { bad, good, type Result } from './result.ts';

/**
 * `seconds` is business time. `working_days` keeps the time of day and is clipped to closing; with `end_of_working_day` it
 * is that day's last closing. Never two of them in one target.
 */
const targetShape = v.union([
	v.strictObject({ seconds: v.pipe(v.number(), v.integer()) }),
	v.strictObject({
		working_days: v.pipe(v.number(), v.integer()),
		end_of_working_day: v.exactOptional(v.boolean())
	})
]);

export type Target = v.InferOutput<typeof targetShape>;

/** States of a ticket in which a clock may stand still. */
export const pausableStates = ['pending', 'resolved'] as const;
export type PausableState = (typeof pausableStates)[number];

/** The form of a policy as it is written down, and what it means when it does not say. */
export const policyShape = v.strictObject({
	response: v.exactOptional(targetShape),
	update: v.exactOptional(targetShape),
	resolution: v.exactOptional(targetShape),
	pause: v.exactOptional(v.array(v.picklist(pausableStates)), ['pending', 'resolved']),
	response_pauses: v.exactOptional(v.boolean(), false),
	requester_reply_resumes: v.exactOptional(v.boolean(), true),
	/** A reopened ticket gets a new resolution clock instead of going on with the old one. */
	reopen_restarts: v.exactOptional(v.boolean(), false)
});

export type Policy = v.InferOutput<typeof policyShape>;

/** What a ticket's policy measures, in the order in which clocks are listed. */
export const clockKinds = ['response', 'update', 'resolution'] as const;
export type ClockKind = (typeof clockKinds)[number];

const CENTURY_IN_SECONDS = 100 * 366 * 86_400;
const CENTURY_IN_WORKING_DAYS = 36_600;

/** Refuses targets of nothing and of more than a century; `field` is where the policy stands. */
export function checkPolicy(policy: Policy, field: string): Result<Policy> {
	for (const kind of clockKinds) {
		const target = policy[kind];
		if (!target) continue;
		const [name, amount, limit] =
			'seconds' in target
				? (['seconds', target.seconds, CENTURY_IN_SECONDS] as const)
				: (['working_days', target.working_days, CENTURY_IN_WORKING_DAYS] as const);
		if (amount < 1) return bad('sla.target_zero', `${field}.${kind}.${name}`);
		if (amount > limit) return bad('sla.target_too_long', `${field}.${kind}.${name}`);
	}
	return good(policy);
}

/** A target's milliseconds of business time; undefined when it is counted in days. */
export function durationOf(target: Target): number | undefined {
	return 'seconds' in target ? target.seconds * SECOND : undefined;
}
