import { MINUTE, type Instant } from '#domain/kernel/index.ts';
import { instantOfUse, targetDuration } from './clock.ts';
import type { Clock } from './clocks.ts';

/** When to warn: at a share of the target, or so many business minutes before it is used up. */
export type WarningStep = { readonly percent: number } | { readonly minutesBefore: number };

export interface Warning<Step extends WarningStep> {
	readonly step: Step;
	/** Stable: a warning is recorded once under the ticket and this key. */
	readonly key: string;
	readonly at: Instant;
	/** The instant has come, and while the clock still ran. */
	readonly isReached: boolean;
}

/**
 * The warnings of a clock in order of time. An ended or superseded clock keeps those that it had reached and drops the rest;
 * a clock that stands still has none ahead. Steps that would lie before the start are passed over. Whatever else a step
 * bears (whom to notify, what to raise) comes back with it.
 */
export function warningsOf<Step extends WarningStep>(
	clock: Clock,
	steps: readonly Step[],
	now: Instant
): readonly Warning<Step>[] {
	const asOf = clock.endedAt ?? now;
	return steps
		.flatMap((step) => {
			const at = instantOf(clock, step, now);
			if (at === undefined) return [];
			const isReached = at <= asOf;
			if (!isReached && clock.endedAt !== undefined) return [];
			return [{ step, key: `${clock.key}:${nameOf(step)}`, at, isReached }];
		})
		.sort((a, b) => a.at - b.at);
}

function instantOf(clock: Clock, step: WarningStep, now: Instant): Instant | undefined {
	const total = targetDuration(clock.course);
	if (total === undefined) return undefined;
	if ('percent' in step && step.percent === 100) {
		// A due instant by the day may lie outside hours; it is told as it is.
		const standsStill = clock.state === 'paused';
		return standsStill ? undefined : clock.due;
	}
	const share =
		'percent' in step
			? Math.round((total * step.percent) / 100)
			: total - step.minutesBefore * MINUTE;
	return share > 0 ? instantOfUse(clock.course, share, now) : undefined;
}

function nameOf(step: WarningStep): string {
	return 'percent' in step ? `${step.percent}%` : `-${step.minutesBefore}m`;
}
