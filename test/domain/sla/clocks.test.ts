import { describe, expect, it } from 'vitest';
import { clockKinds, slaClocks, type Policy } from '#domain/sla/index.ts';
import { calendarOf, clocksAt, factsOf, hours, june, office, policy, told } from './scenes.ts';

function tell(
	first: Policy | null,
	facts: string,
	now: string,
	...swaps: readonly (Policy | null)[]
): readonly string[] {
	const input = { calendar: office, policy: first, facts: factsOf(facts, ...swaps) };
	return clocksAt(input, now).map(told);
}

const resolve4 = policy({ resolution: hours(4) });
const respond1 = policy({ response: hours(1) });
const update2 = policy({ update: hours(2) });

describe('SLA-CLOCKS: resolution', () => {
	it.each([
		['1 15:00 created', '1 16:00', 'resolution running due 2 11:00, used 1h left 3h'],
		['1 13:00 created', '1 17:00', 'resolution running due 1 17:00, used 4h left 0h'],
		[
			'1 13:00 created',
			'1 17:01',
			'resolution breached due 1 17:00, used 4h left 0h, breached 1 17:00'
		],
		['1 07:00 created', '1 08:00', 'resolution running due 1 13:00, used 0h left 4h'],
		['1 18:00 created', '2 10:00', 'resolution running due 2 13:00, used 1h left 3h'],
		['6 12:00 created', '8 09:00', 'resolution running due 8 13:00, used 0h left 4h'],
		['5 16:00 created', '8 09:00', 'resolution running due 8 12:00, used 1h left 3h'],
		[
			'1 09:00 created, 1 11:00 resolved',
			'9 09:00',
			'resolution met due 1 13:00, used 2h left 2h, ended 1 11:00'
		],
		[
			'1 09:00 created, 1 13:00 resolved',
			'9 09:00',
			'resolution met due 1 13:00, used 4h left 0h, ended 1 13:00'
		],
		[
			'1 09:00 created, 1 14:00 resolved',
			'9 09:00',
			'resolution breached due 1 13:00, used 5h left -1h, ended 1 14:00, breached 1 13:00'
		],
		[
			'1 09:00 created, 1 11:00 closed',
			'9 09:00',
			'resolution met due 1 13:00, used 2h left 2h, ended 1 11:00'
		],
		[
			'1 09:00 created, 1 10:00 resolved, 1 12:00 closed',
			'9 09:00',
			'resolution met due 1 13:00, used 1h left 3h, ended 1 10:00'
		],
		[
			'1 09:00 created, 1 10:00 pending',
			'1 12:00',
			'resolution paused due 1 15:00, used 1h left 3h, paused 2h'
		],
		[
			'1 09:00 created, 1 10:00 pending',
			'1 10:00',
			'resolution paused due 1 13:00, used 1h left 3h'
		],
		[
			'1 09:00 created, 1 10:00 pending, 1 12:00 resumed',
			'1 12:00',
			'resolution running due 1 15:00, used 1h left 3h, paused 2h'
		],
		[
			'1 09:00 created, 1 10:00 pending, 1 12:00 requester_reply',
			'1 13:00',
			'resolution running due 1 15:00, used 2h left 2h, paused 2h'
		],
		[
			'1 09:00 created, 1 10:00 pending, 1 11:00 agent_reply',
			'1 12:00',
			'resolution paused due 1 15:00, used 1h left 3h, paused 2h'
		],
		[
			'1 09:00 created, 1 10:00 pending, 1 11:00 pending, 1 12:00 resumed',
			'1 13:00',
			'resolution running due 1 15:00, used 2h left 2h, paused 2h'
		],
		[
			'1 09:00 created, 1 10:00 pending, 1 12:00 resolved',
			'9 09:00',
			'resolution met due 1 15:00, used 1h left 3h, paused 2h, ended 1 12:00'
		],
		[
			'1 09:00 created, 1 17:00 pending',
			'2 08:00',
			'resolution breached due 1 13:00, used 8h left -4h, breached 1 13:00'
		],
		[
			'1 09:00 created, 1 14:00 pending, 1 16:00 resumed',
			'1 17:00',
			'resolution breached due 1 13:00, used 6h left -2h, breached 1 13:00'
		],
		[
			'1 16:00 created, 1 17:00 pending, 2 09:00 resumed',
			'2 09:00',
			'resolution running due 2 12:00, used 1h left 3h'
		],
		[
			'1 09:00 created, 1 10:00 resolved, 2 10:00 reopened',
			'2 11:00',
			'resolution running due 2 13:00, used 2h left 2h, paused 8h'
		],
		[
			'1 09:00 created, 1 10:00 resolved, 2 10:00 reopened, 2 12:00 resolved',
			'9 09:00',
			'resolution met due 2 13:00, used 3h left 1h, paused 8h, ended 2 12:00'
		],
		[
			'1 09:00 created, 1 14:00 resolved, 1 15:00 reopened',
			'1 16:00',
			'resolution breached due 1 13:00, used 6h left -2h, breached 1 13:00'
		],
		[
			'1 09:00 created, 1 10:00 resolved, 1 11:00 closed, 1 12:00 reopened',
			'1 12:00',
			'resolution running due 1 15:00, used 1h left 3h, paused 2h'
		],
		[
			'1 09:00 created, 1 10:00 resolved, 1 10:00 resumed',
			'9 09:00',
			'resolution met due 1 13:00, used 1h left 3h, ended 1 10:00'
		],
		[
			'1 09:00 created, 1 10:00 reopened',
			'1 11:00',
			'resolution running due 1 13:00, used 2h left 2h'
		],
		[
			'1 12:00 resumed, 1 09:00 created, 1 10:00 pending',
			'1 13:00',
			'resolution running due 1 15:00, used 2h left 2h, paused 2h'
		],
		[
			'1 09:00 created, 1 15:00 resolved',
			'1 12:00',
			'resolution running due 1 13:00, used 3h left 1h'
		]
	])('%s; at %s: %s', (facts, now, wanted) => {
		expect(tell(resolve4, facts, now)).toEqual([wanted]);
	});

	it('counts what the policy does not pause', () => {
		const strict = policy({
			resolution: hours(4),
			pause: ['resolved'],
			requester_reply_resumes: false
		});
		expect(tell(strict, '1 09:00 created, 1 10:00 pending', '1 12:00')).toEqual([
			'resolution running due 1 13:00, used 3h left 1h'
		]);
		const none = policy({ resolution: hours(4), pause: [] });
		expect(tell(none, '1 09:00 created, 1 10:00 resolved, 1 16:00 reopened', '1 16:00')).toEqual([
			'resolution breached due 1 13:00, used 7h left -3h, breached 1 13:00'
		]);
		const deaf = policy({ resolution: hours(4), requester_reply_resumes: false });
		expect(
			tell(deaf, '1 09:00 created, 1 10:00 pending, 1 11:00 requester_reply', '1 12:00')
		).toEqual(['resolution paused due 1 15:00, used 1h left 3h, paused 2h']);
	});

	it('starts anew on reopening where the policy says so', () => {
		const anew = policy({ resolution: hours(4), reopen_restarts: true });
		expect(tell(anew, '1 09:00 created, 1 10:00 resolved, 2 10:00 reopened', '2 11:00')).toEqual([
			'resolution met due 1 13:00, used 1h left 3h, ended 1 10:00',
			'resolution running due 2 14:00, used 1h left 3h'
		]);
	});
});

describe('SLA-CLOCKS: targets in days', () => {
	const days = (working_days: number, end_of_working_day?: boolean) =>
		policy({
			resolution: { working_days, ...(end_of_working_day ? { end_of_working_day } : {}) }
		});
	it.each([
		[days(1), '1 10:00 created', '1 11:00', 'resolution running due 2 10:00, used 1h left 7h'],
		[days(1), '5 10:00 created', '5 11:00', 'resolution running due 8 10:00, used 1h left 7h'],
		[days(1), '1 18:00 created', '2 09:00', 'resolution running due 2 17:00, used 0h left 8h'],
		[days(1), '1 07:00 created', '1 10:00', 'resolution running due 2 07:00, used 1h left 7h'],
		[days(1), '6 12:00 created', '8 10:00', 'resolution running due 9 09:00, used 1h left 7h'],
		[
			days(1, true),
			'1 10:00 created',
			'2 17:00',
			'resolution running due 2 17:00, used 15h left 0h'
		],
		[
			days(1, true),
			'1 10:00 created',
			'2 18:00',
			'resolution breached due 2 17:00, used 15h left 0h, breached 2 17:00'
		],
		[
			days(1),
			'1 10:00 created, 1 11:00 pending, 1 13:00 resumed',
			'1 14:00',
			'resolution running due 2 12:00, used 2h left 6h, paused 2h'
		],
		[
			days(1, true),
			'1 10:00 created, 1 11:00 pending, 1 13:00 resumed',
			'1 14:00',
			'resolution running due 3 11:00, used 2h left 13h, paused 2h'
		],
		[
			days(1),
			'1 10:00 created, 1 16:00 pending',
			'3 10:00',
			'resolution paused due 3 12:00, used 6h left 2h, paused 10h'
		],
		[
			days(1),
			'1 07:00 created, 1 18:00 pending',
			'2 08:00',
			'resolution paused due 2 07:00, used 8h left 0h'
		],
		[
			days(1),
			'1 10:00 created, 2 11:00 pending, 2 13:00 resumed',
			'2 14:00',
			'resolution breached due 2 10:00, used 10h left -2h, breached 2 10:00'
		]
	])('%#: %s', (first, facts, now, wanted) => {
		expect(tell(first, facts, now)).toEqual([wanted]);
	});
});

describe('SLA-CLOCKS: response and update', () => {
	it.each([
		[
			respond1,
			'1 09:00 created, 1 09:30 agent_reply',
			['response met due 1 10:00, used 0.5h left 0.5h, ended 1 09:30']
		],
		[
			respond1,
			'1 09:00 created, 1 09:30 requester_reply',
			['response breached due 1 10:00, used 3h left -2h, breached 1 10:00']
		],
		[
			respond1,
			'1 09:00 created, 1 09:10 pending, 1 11:00 agent_reply',
			['response breached due 1 10:00, used 2h left -1h, ended 1 11:00, breached 1 10:00']
		],
		[
			respond1,
			'1 09:00 created, 1 09:45 resolved',
			['response met due 1 10:00, used 0.75h left 0.25h, ended 1 09:45']
		],
		[
			respond1,
			'1 09:00 created, 1 09:45 resolved, 1 09:50 reopened',
			['response met due 1 10:00, used 0.75h left 0.25h, ended 1 09:45']
		],
		[
			policy({ response: hours(1), response_pauses: true }),
			'1 09:00 created, 1 09:30 pending, 1 11:30 resumed',
			['response running due 1 12:00, used 1h left 0h, paused 2h']
		],
		[
			update2,
			'1 09:00 created, 1 10:00 agent_reply',
			['update met due 1 11:00, used 1h left 1h, ended 1 10:00']
		],
		[
			update2,
			'1 09:00 created, 1 09:30 requester_reply, 1 10:00 agent_reply, 1 10:30 agent_reply, 1 11:00 requester_reply, 1 11:30 requester_reply',
			[
				'update met due 1 11:00, used 1h left 1h, ended 1 10:00',
				'update running due 1 13:00, used 1h left 1h'
			]
		],
		[
			update2,
			'1 09:00 created, 1 09:30 resolved',
			['update breached due 1 11:00, used 3h left -1h, breached 1 11:00']
		],
		[
			update2,
			'1 09:00 created, 1 09:30 closed, 1 10:00 requester_reply',
			['update met due 1 11:00, used 0.5h left 1.5h, ended 1 09:30']
		],
		[
			update2,
			'1 09:00 created, 1 09:30 closed, 1 11:00 requester_reply, 1 11:30 reopened',
			[
				'update met due 1 11:00, used 0.5h left 1.5h, ended 1 09:30',
				'update running due 1 13:00, used 1h left 1h'
			]
		],
		[
			policy({ update: hours(2), response_pauses: true }),
			'1 09:00 created, 1 10:00 pending',
			['update paused due 1 13:00, used 1h left 1h, paused 2h']
		]
	])('%#: %s', (first, facts, wanted) => {
		expect(tell(first, facts, '1 12:00')).toEqual(wanted);
	});
});

describe('SLA-CLOCKS: swaps', () => {
	const resolve8 = policy({ resolution: hours(8) });
	it('keeps the start and earlier pauses; the old clock ends as superseded', () => {
		const facts = '1 09:00 created, 1 10:00 pending, 1 12:00 resumed, 1 13:00 policy';
		expect(tell(resolve4, facts, '1 14:00', resolve8)).toEqual([
			'resolution superseded due 1 15:00, used 2h left 2h, paused 2h, ended 1 13:00',
			'resolution running due 2 11:00, used 3h left 5h, paused 2h'
		]);
	});

	it('does not make a breach undone', () => {
		expect(tell(resolve4, '1 09:00 created, 1 14:00 policy', '1 15:00', resolve8)).toEqual([
			'resolution superseded due 1 13:00, used 5h left -1h, ended 1 14:00, breached 1 13:00',
			'resolution running due 1 17:00, used 6h left 2h'
		]);
	});

	it('ends all clocks with no policy, and a later one finds the start again', () => {
		const all = policy({ response: hours(1), update: hours(2), resolution: hours(4) });
		expect(tell(all, '1 09:00 created, 1 09:30 policy', '1 15:00', null)).toEqual([
			'response superseded due 1 10:00, used 0.5h left 0.5h, ended 1 09:30',
			'update superseded due 1 11:00, used 0.5h left 1.5h, ended 1 09:30',
			'resolution superseded due 1 13:00, used 0.5h left 3.5h, ended 1 09:30'
		]);
		expect(tell(null, '1 09:00 created, 1 09:30 policy', '1 10:00', resolve4)).toEqual([
			'resolution running due 1 13:00, used 1h left 3h'
		]);
	});

	it('leaves alone what is done, and asks for no answer that was given', () => {
		const both = policy({ response: hours(1), resolution: hours(4) });
		expect(
			tell(both, '1 09:00 created, 1 09:30 agent_reply, 1 10:00 policy', '1 11:00', both)
		).toEqual([
			'response met due 1 10:00, used 0.5h left 0.5h, ended 1 09:30',
			'resolution superseded due 1 13:00, used 1h left 3h, ended 1 10:00',
			'resolution running due 1 13:00, used 2h left 2h'
		]);
		expect(
			tell(resolve4, '1 09:00 created, 1 09:30 resolved, 1 10:00 policy', '1 11:00', resolve8)
		).toEqual(['resolution met due 1 13:00, used 0.5h left 3.5h, ended 1 09:30']);
	});

	it('while resolved takes hold when the ticket is reopened', () => {
		const facts = '1 09:00 created, 1 10:00 resolved, 1 11:00 policy, 1 12:00 reopened';
		expect(tell(resolve4, facts, '1 13:00', resolve8)).toEqual([
			'resolution met due 1 13:00, used 1h left 3h, ended 1 10:00',
			'resolution running due 2 11:00, used 2h left 6h, paused 2h'
		]);
	});

	it('keeps the exchange that waits for an answer', () => {
		const facts = '1 09:00 created, 1 09:10 agent_reply, 1 10:00 requester_reply, 1 11:00 policy';
		expect(tell(update2, facts, '1 11:30', policy({ update: hours(4) }))).toEqual([
			'update met due 1 11:00, used 0.17h left 1.83h, ended 1 09:10',
			'update superseded due 1 12:00, used 1h left 1h, ended 1 11:00',
			'update running due 1 14:00, used 1.5h left 2.5h'
		]);
	});

	it('may bring another calendar', () => {
		const always = calendarOf({
			time_zone: 'UTC',
			week: Object.fromEntries(
				['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]])
			)
		});
		const facts = [
			...factsOf('1 16:00 created'),
			{ at: june('1 16:30'), type: 'policy', policy: resolve4, calendar: always } as const
		];
		expect(clocksAt({ calendar: office, policy: resolve4, facts }, '1 18:00').map(told)).toEqual([
			'resolution superseded due 2 12:00, used 0.5h left 3.5h, ended 1 16:30',
			'resolution running due 1 20:00, used 2h left 2h'
		]);
	});

	it('twice in one instant leaves one new clock, and no two clocks bear the same key', () => {
		const input = {
			calendar: office,
			policy: resolve4,
			facts: factsOf('1 09:00 created, 1 10:00 policy, 1 10:00 policy', resolve8, resolve4)
		};
		const clocks = clocksAt(input, '1 11:00');
		expect(clocks.map(({ state }) => state)).toEqual(['superseded', 'running']);
		expect(new Set(clocks.map(({ key }) => key)).size).toBe(2);
	});
});

describe('SLA-CLOCKS: what cannot be', () => {
	it('a calendar without enough hours is a coded failure', () => {
		const once = calendarOf({
			time_zone: 'UTC',
			week: {},
			date_overrides: { '2026-06-01': [['09:00', '10:00']] }
		});
		for (const kind of clockKinds) {
			const result = slaClocks(
				{ calendar: once, policy: policy({ [kind]: hours(2) }), facts: factsOf('1 09:00 created') },
				june('1 12:00')
			);
			expect(result).toEqual({
				ok: false,
				failure: { code: 'sla.hours_exhausted', field: 'calendar' }
			});
		}
	});
});
