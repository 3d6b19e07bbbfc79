import { describe, expect, it } from 'vitest';
import { explainClock, type Policy } from '#domain/sla/index.ts';
import {
	asJune,
	calendarOf,
	clocksAt,
	factsOf,
	hours,
	june,
	office,
	officeSpec,
	policy
} from './scenes.ts';

function explain(
	facts: string,
	now: string,
	{
		swaps = [],
		calendar = office
	}: { swaps?: readonly (Policy | null)[]; calendar?: typeof office } = {}
): readonly (readonly string[])[] {
	const input = {
		calendar,
		policy: policy({ resolution: hours(4) }),
		facts: factsOf(facts, ...swaps)
	};
	return clocksAt(input, now).map((clock) =>
		explainClock(clock, june(now)).map(({ from, to, what, counted }) =>
			[asJune(from), asJune(to), what, ...(counted > 0 ? [`${counted / 60_000}m`] : [])].join(' ')
		)
	);
}

describe('SLA-EXPLAIN: every clock explains itself line by line', () => {
	it('hours that count, pauses, and closed hours, in order and joined', () => {
		const facts = '1 08:00 created, 1 16:00 pending, 2 10:00 resumed';
		expect(explain(facts, '2 11:00')).toEqual([
			[
				'1 08:00 1 09:00 closed',
				'1 09:00 1 16:00 counted 420m',
				'1 16:00 1 17:00 paused',
				'1 17:00 2 09:00 closed',
				'2 09:00 2 10:00 paused',
				'2 10:00 2 11:00 counted 60m'
			]
		]);
	});

	it('tells holidays from closed hours, date by date', () => {
		const calendar = calendarOf({
			...officeSpec,
			holidays: [{ from: '2026-06-04', to: '2026-06-05' }]
		});
		expect(explain('3 16:00 created', '8 10:00', { calendar })).toEqual([
			[
				'3 16:00 3 17:00 counted 60m',
				'3 17:00 4 00:00 closed',
				'4 00:00 6 00:00 holiday',
				'6 00:00 8 09:00 closed',
				'8 09:00 8 10:00 counted 60m'
			]
		]);
	});

	it('joins what goes on over midnight', () => {
		const calendar = calendarOf({
			time_zone: 'Europe/Berlin',
			week: { mon: [['20:00', '24:00']], tue: [['00:00', '04:00']] }
		});
		expect(explain('1 21:00 created', '2 03:00', { calendar })).toEqual([
			['1 21:00 2 03:00 counted 360m']
		]);
	});

	it('ends with the clock, not with now', () => {
		expect(explain('1 09:00 created, 1 10:00 resolved', '2 11:00')).toEqual([
			['1 09:00 1 10:00 counted 60m']
		]);
	});

	it('marks the swap at the end of the old clock and on its place in the new one', () => {
		const facts = '1 09:00 created, 1 10:00 pending, 1 11:00 policy, 1 12:00 resumed';
		const swaps = [policy({ resolution: hours(8) })];
		expect(explain(facts, '1 13:00', { swaps })).toEqual([
			['1 09:00 1 10:00 counted 60m', '1 10:00 1 11:00 paused', '1 11:00 1 11:00 swap'],
			[
				'1 09:00 1 10:00 counted 60m',
				'1 10:00 1 11:00 paused',
				'1 11:00 1 11:00 swap',
				'1 11:00 1 12:00 paused',
				'1 12:00 1 13:00 counted 60m'
			]
		]);
	});
});
