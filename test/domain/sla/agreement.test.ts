import { describe, expect, it } from 'vitest';
import { agreementClock, type Hold } from '#domain/sla/index.ts';
import { asJune, calendarOf, hours, june, office } from './scenes.ts';

function hold(from: string, to?: string): Hold {
	return to === undefined ? { from: june(from) } : { from: june(from), to: june(to) };
}

describe('SLA-AGREEMENTS: clocks of teams and vendors beside the ticket', () => {
	const agreement = { kind: 'ola', target: hours(4), calendar: office } as const;

	it('run only while they have the ticket', () => {
		const holds: readonly [Hold, Hold] = [hold('1 10:00', '1 12:00'), hold('2 09:00')];
		expect(agreementClock(agreement, holds, { now: june('2 10:00') })).toMatchObject({
			ok: true,
			value: {
				kind: 'ola',
				state: 'running',
				due: june('2 11:00'),
				used: 3 * 3_600_000,
				paused: 5 * 3_600_000
			}
		});
	});

	it('stand still in between, and end when the ticket is resolved', () => {
		const away = agreementClock(agreement, [hold('1 10:00', '1 12:00')], { now: june('1 15:00') });
		expect(away).toMatchObject({ value: { state: 'paused', due: june('1 17:00') } });
		const done = { now: june('4 09:00'), doneAt: june('1 16:00') };
		const late = agreementClock(agreement, [hold('1 10:00')], done);
		if (!late.ok) throw new Error(late.failure.code);
		expect([late.value.state, asJune(late.value.breachedAt), asJune(late.value.endedAt)]).toEqual([
			'breached',
			'1 14:00',
			'1 16:00'
		]);
	});

	it("a vendor's hours are its own", () => {
		const calendar = calendarOf({ time_zone: 'Asia/Kolkata', week: { tue: [['09:00', '18:00']] } });
		const clock = agreementClock(
			{ kind: 'vendor', target: hours(4), calendar },
			[hold('1 10:00')],
			{ now: june('1 11:00') }
		);
		// Nine in Kolkata is half past five in Berlin.
		expect(clock).toMatchObject({ value: { due: june('2 09:30'), used: 0 } });
	});
});
