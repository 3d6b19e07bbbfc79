import { describe, expect, it } from 'vitest';
import { warningsOf } from '#domain/sla/index.ts';
import { asJune, clocksAt, factsOf, hours, june, office, policy } from './scenes.ts';

const resolve8 = policy({ resolution: hours(8) });
const days1 = policy({ resolution: { working_days: 1 } });
const steps = [
	{ percent: 50, notify: 'assignee' },
	{ percent: 75, notify: 'assignee' },
	{ minutesBefore: 30, notify: 'team' },
	{ percent: 100, notify: 'manager' }
] as const;

function warn(first: typeof resolve8, facts: string, now: string, clock = 0): readonly string[] {
	const input = { calendar: office, policy: first, facts: factsOf(facts, days1) };
	const read = clocksAt(input, now)[clock];
	if (!read) throw new Error(`there is no clock ${clock}`);
	return warningsOf(read, steps, june(now)).map(({ step, at, isReached }) => {
		const name = 'percent' in step ? `${step.percent}%` : `${step.minutesBefore}m`;
		return `${name} ${asJune(at)} ${step.notify}${isReached ? ' reached' : ''}`;
	});
}

describe('SLA-WARNINGS: in business time, once per clock and step', () => {
	it('lie at shares of the target and minutes before it, in order', () => {
		expect(warn(resolve8, '1 13:00 created', '1 14:00')).toEqual([
			'50% 1 17:00 assignee',
			'75% 2 11:00 assignee',
			'30m 2 12:30 team',
			'100% 2 13:00 manager'
		]);
	});

	it('move with pauses; what was reached before stays where it was', () => {
		const facts = '1 09:00 created, 1 14:00 pending, 1 16:00 resumed';
		expect(warn(resolve8, facts, '1 17:00')).toEqual([
			'50% 1 13:00 assignee reached',
			'75% 1 17:00 assignee reached',
			'30m 2 10:30 team',
			'100% 2 11:00 manager'
		]);
	});

	it('are none ahead while the clock stands still', () => {
		expect(warn(resolve8, '1 09:00 created, 1 14:00 pending', '2 16:00')).toEqual([
			'50% 1 13:00 assignee reached'
		]);
	});

	it('that were not reached fall away with the clock', () => {
		expect(warn(resolve8, '1 09:00 created, 1 14:00 resolved', '5 16:00')).toEqual([
			'50% 1 13:00 assignee reached'
		]);
		expect(warn(resolve8, '1 09:00 created, 1 14:00 policy', '5 16:00')).toEqual([
			'50% 1 13:00 assignee reached'
		]);
	});

	it('measure a target in days by the business time up to its due instant', () => {
		expect(warn(days1, '1 13:00 created', '1 14:00')).toEqual([
			'50% 1 17:00 assignee',
			'75% 2 11:00 assignee',
			'30m 2 12:30 team',
			'100% 2 13:00 manager'
		]);
	});

	it('pass over a step that would lie before the start', () => {
		const short = policy({ resolution: { seconds: 1_200 } });
		expect(warn(short, '1 09:00 created', '1 09:00')).toEqual([
			'50% 1 09:10 assignee',
			'75% 1 09:15 assignee',
			'100% 1 09:20 manager'
		]);
	});

	it('bear keys that a swap does not reuse', () => {
		const input = {
			calendar: office,
			policy: resolve8,
			facts: factsOf('1 09:00 created, 1 14:00 policy', resolve8)
		};
		const keys = clocksAt(input, '1 16:00').flatMap((clock) =>
			warningsOf(clock, steps, june('1 16:00')).map(({ key }) => key)
		);
		expect(keys).toHaveLength(5);
		expect(new Set(keys).size).toBe(5);
		expect(keys[0]).toBe(`resolution@${june('1 09:00')}:50%`);
	});
});
