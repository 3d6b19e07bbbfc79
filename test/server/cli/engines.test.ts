import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLines } from './run-lines.ts';

const office = {
	time_zone: 'Europe/Berlin',
	week: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] }
};

interface Case {
	readonly name?: string;
	readonly calendar?: object;
	readonly on?: string;
	readonly expected?: string | number;
}

/** Expected values come from a second implementation, in Python on its own time zone library. */
function readCases(): readonly Case[] {
	const file = join(import.meta.dirname, '../../fixtures/sla/business-time.jsonl');
	const lines = readFileSync(file, 'utf8').trim().split('\n');
	return lines.map((line) => JSON.parse(line) as Case);
}

describe('SLA-CALENDAR: the command calendar', () => {
	it('answers six hundred cases as a second implementation does', async () => {
		const all = readCases();
		const calendars = new Map(
			all.flatMap(({ name, calendar }) => (name ? [[name, calendar]] : []))
		);
		const cases = all.filter(({ name }) => name === undefined);
		const lines = cases.map(({ on, expected: _, ...rest }, id) => ({
			id,
			...rest,
			...(on === undefined ? {} : { calendar: calendars.get(on) })
		}));
		const { code, printed } = await runLines(['calendar'], lines);
		expect(code).toBe(0);
		expect(cases.length).toBeGreaterThan(600);
		const wrong = printed.flatMap(({ id, ...answer }) => {
			const wanted = cases[id as number]?.expected;
			const found = answer['at'] ?? answer['business_seconds'];
			return found === wanted ? [] : [{ line: lines[id as number], wanted, answer }];
		});
		expect(wrong).toEqual([]);
		expect(printed).toHaveLength(cases.length);
	});

	it.each([
		['an unknown zone', { time_zone: 'Europe/Atlantis' }, 'sla.zone_unknown', 'time_zone'],
		['a bare offset', { time_zone: '+01:00' }, 'sla.zone_unknown', 'time_zone'],
		['no hours', { week: {} }, 'sla.no_hours', 'week'],
		['only empty days', { week: { mon: [] } }, 'sla.no_hours', 'week'],
		['an hour 25', { week: { mon: [['09:00', '25:00']] } }, 'sla.time_invalid', 'week.mon.0.1'],
		['a minute 60', { week: { mon: [['08:60', '09:00']] } }, 'sla.time_invalid', 'week.mon.0.0'],
		['24:01', { week: { mon: [['09:00', '24:01']] } }, 'sla.time_invalid', 'week.mon.0.1'],
		['a time in words', { week: { mon: [['9 am', '17:00']] } }, 'sla.time_invalid', 'week.mon.0.0'],
		[
			'hours over midnight',
			{ week: { mon: [['22:00', '06:00']] } },
			'sla.interval_inverted',
			'week.mon.0'
		],
		[
			'an interval of nothing',
			{ week: { mon: [['09:00', '09:00']] } },
			'sla.interval_inverted',
			'week.mon.0'
		],
		[
			'overlaps',
			{
				week: {
					mon: [
						['13:00', '17:00'],
						['09:00', '13:01']
					]
				}
			},
			'sla.intervals_overlap',
			'week.mon'
		],
		['30 February', { holidays: ['2026-02-30'] }, 'sla.date_impossible', 'holidays.0'],
		[
			'a yearly 31 April',
			{ holidays: [{ yearly: '04-31' }] },
			'sla.date_impossible',
			'holidays.0.yearly'
		],
		[
			'a holiday that ends first',
			{ holidays: ['2026-01-01', { from: '2026-12-31', to: '2026-12-24' }] },
			'sla.range_inverted',
			'holidays.1'
		],
		[
			'an override on no date',
			{ date_overrides: { '2026-13-01': [] } },
			'sla.date_impossible',
			'date_overrides.2026-13-01'
		],
		[
			'an inverted break',
			{ breaks: { '2026-06-01': [['12:30', '12:00']] } },
			'sla.interval_inverted',
			'breaks.2026-06-01.0'
		],
		[
			'hours that holidays swallow',
			{ holidays: [{ from: '1800-01-01', to: '2500-12-31' }] },
			'sla.hours_exhausted',
			undefined
		]
	])('refuses %s, names the field and goes on', async (_, change, code, field) => {
		const line = { op: 'add', start: '2026-06-01T09:00:00Z', business_seconds: 60 };
		const { code: exit, printed } = await runLines(
			['calendar'],
			[
				{ id: 'bad', ...line, calendar: { ...office, ...change } },
				{ id: 'good', ...line, calendar: office }
			]
		);
		expect(exit).toBe(2);
		expect(printed).toEqual([
			{
				id: 'bad',
				line: 1,
				error: {
					code,
					field: field === undefined ? 'calendar' : `calendar.${field}`,
					message: expect.stringMatching(/\w/)
				}
			},
			{ id: 'good', at: '2026-06-01T11:01:00+02:00' }
		]);
	});

	it.each([
		['an unknown field', { surprise: 1 }, 'surprise'],
		['an unknown field in the calendar', { calendar: { ...office, zone: 'x' } }, 'calendar.zone'],
		['no calendar', { calendar: undefined }, 'calendar'],
		[
			'an unknown weekday',
			{ calendar: { ...office, week: { monday: [] } } },
			'calendar.week.monday'
		],
		['an instant without offset', { start: '2026-06-01T09:00:00' }, 'start'],
		['an instant that is none', { start: '2026-06-31T09:00:00Z' }, 'start'],
		['an instant out of reach', { start: '9999-06-01T09:00:00Z' }, 'start'],
		['half a second', { business_seconds: 0.5 }, 'business_seconds'],
		['seconds in words', { business_seconds: '60' }, 'business_seconds'],
		['more than a thousand years', { business_seconds: 1e12 }, 'business_seconds'],
		['an unknown op', { op: 'divide' }, 'op']
	])('refuses %s', async (_, change, field) => {
		const line = {
			op: 'add',
			start: '2026-06-01T09:00:00Z',
			business_seconds: 60,
			calendar: office,
			...change
		};
		const { code, printed } = await runLines(['calendar'], [line]);
		expect([code, printed]).toEqual([
			2,
			[{ line: 1, error: { code: 'bad_field', field, message: expect.any(String) } }]
		]);
	});

	it('ends with a coded error where hours are too few, in both directions and by days', async () => {
		const once = {
			time_zone: 'UTC',
			week: {},
			date_overrides: { '2026-06-01': [['09:00', '10:00']] }
		};
		const lines = [
			{ op: 'add', start: '2026-01-01T00:00:00Z', business_seconds: 3_601 },
			{ op: 'add', start: '2026-12-01T00:00:00Z', business_seconds: -3_601 },
			{ op: 'add', start: '2026-06-01T09:00:00Z', business_seconds: 31_622_400_000 },
			{ op: 'snap', kind: 'forward', at: '2026-06-01T10:00:00Z' },
			{ op: 'snap', kind: 'backward', at: '2026-06-01T09:00:00Z' },
			{ op: 'days', start: '2026-06-01T09:00:00Z', business_days: 1 },
			{ op: 'days', start: '2026-06-02', business_days: 0 }
		];
		const { printed } = await runLines(
			['calendar'],
			lines.map((line) => ({ ...line, calendar: once }))
		);
		expect(printed.map(({ error }) => (error as { code: string }).code)).toEqual(
			lines.map(() => 'sla.hours_exhausted')
		);
	});
});

describe('SLA-CLOCKS: the command sla', () => {
	const line = {
		id: 'a',
		calendar: office,
		policy: { resolution: { seconds: 14_400 }, pause: ['pending'] },
		events: [
			{ at: '2026-06-01T15:00:00+02:00', type: 'created' },
			{ at: '2026-06-01T16:00:00+02:00', type: 'pending' },
			{ at: '2026-06-02T10:00:00+02:00', type: 'resumed' }
		],
		now: '2026-06-02T10:30:00+02:00'
	};

	it('gives due, figures and lines in the zone of the calendar', async () => {
		const { code, printed } = await runLines(['sla'], [line]);
		expect(code).toBe(0);
		const told = (from: string, to: string, what: string, counted_seconds: number) => ({
			from: `2026-06-0${from}:00:00+02:00`,
			to: `2026-06-0${to}:00+02:00`,
			what,
			counted_seconds
		});
		expect(printed).toEqual([
			{
				id: 'a',
				clocks: [
					{
						kind: 'resolution',
						state: 'running',
						due: '2026-06-02T13:00:00+02:00',
						ended_at: null,
						breached_at: null,
						used_seconds: 5_400,
						paused_seconds: 7_200,
						remaining_seconds: 9_000,
						lines: [
							told('1T15', '1T16:00', 'counted', 3_600),
							told('1T16', '1T17:00', 'paused', 0),
							told('1T17', '2T09:00', 'closed', 0),
							told('2T09', '2T10:00', 'paused', 0),
							told('2T10', '2T10:30', 'counted', 1_800)
						]
					}
				]
			}
		]);
	});

	it.each([
		[
			'a target of no seconds',
			{ policy: { response: { seconds: 0 } } },
			'sla.target_zero',
			'policy.response.seconds'
		],
		[
			'a target of no days',
			{ policy: { update: { working_days: 0 } } },
			'sla.target_zero',
			'policy.update.working_days'
		],
		[
			'a target of centuries',
			{ policy: { update: { seconds: 1e10 } } },
			'sla.target_too_long',
			'policy.update.seconds'
		],
		[
			'a swap to a target of less than nothing',
			{
				events: [
					...line.events,
					{ at: line.now, type: 'policy', policy: { resolution: { seconds: -1 } } }
				]
			},
			'sla.target_zero',
			'events.3.policy.resolution.seconds'
		],
		['no creation', { events: [] }, 'sla.created_missing', 'events'],
		[
			'facts before the creation',
			{
				events: line.events
					.map((one) => ({ ...one, type: one.type === 'created' ? 'assigned' : 'created' }))
					.slice(0, 2)
			},
			'sla.created_missing',
			'events'
		],
		[
			'two creations',
			{ events: [...line.events, { at: line.now, type: 'created' }] },
			'sla.created_twice',
			'events'
		],
		[
			'a calendar of no hours',
			{ calendar: { ...office, week: {} } },
			'sla.no_hours',
			'calendar.week'
		],
		[
			'a target in both units',
			{ policy: { response: { seconds: 1, working_days: 1 } } },
			'bad_field',
			'policy.response'
		],
		['an unknown pause', { policy: { pause: ['lunch'] } }, 'bad_field', 'policy.pause.0'],
		[
			'an unknown event',
			{ events: [{ at: line.now, type: 'sneezed' }] },
			'bad_field',
			'events.0.type'
		],
		[
			'an event with more to say',
			{ events: [{ at: line.now, type: 'created', by: 'x' }] },
			'bad_field',
			'events.0.by'
		]
	])('refuses %s', async (_, change, code, field) => {
		const { code: exit, printed } = await runLines(['sla'], [{ ...line, ...change }]);
		expect([exit, printed]).toEqual([
			2,
			[{ id: 'a', line: 1, error: { code, field, message: expect.stringMatching(/\w/) } }]
		]);
	});

	it('no policy is no clock, and before the creation there is none', async () => {
		const { printed } = await runLines(
			['sla'],
			[
				{ ...line, policy: null },
				{ ...line, now: '2026-06-01T14:59:59+02:00' }
			]
		);
		expect(printed).toEqual([
			{ id: 'a', clocks: [] },
			{ id: 'a', clocks: [] }
		]);
	});
});

describe('APPROVALS-QUORUM: the command quorum', () => {
	it('tells what answers have come to', async () => {
		const shares = [
			[50, 0, 50, 'accepted'],
			[49, 0, 50, 'waiting'],
			[0, 51, 50, 'refused'],
			[0, 50, 50, 'waiting'],
			[0, 1, 0, 'refused'],
			[0, 0, 0, 'waiting']
		] as const;
		const { code, printed } = await runLines(
			['quorum'],
			shares.map(([accepted_percent, refused_percent, required_percent], id) => ({
				id,
				accepted_percent,
				refused_percent,
				required_percent
			}))
		);
		expect(code).toBe(0);
		expect(printed).toEqual(shares.map(([, , , state], id) => ({ id, state })));
	});

	it.each([
		['accepted_percent', 101],
		['refused_percent', -1],
		['required_percent', '50']
	])('refuses %s of %s', async (field, value) => {
		const line = { accepted_percent: 0, refused_percent: 0, required_percent: 50, [field]: value };
		const { code, printed } = await runLines(['quorum'], [line]);
		expect(code).toBe(2);
		expect(printed).toMatchObject([{ line: 1, error: { code: 'bad_field', field } }]);
	});
});

describe('help', () => {
	it.each(['calendar', 'sla', 'quorum'])('of %s tells its input and output', async (name) => {
		const { code, said } = await runLines([name, '--help']);
		expect(code).toBe(0);
		expect(said).toMatch(/Input.*\n(.*\n)*.*Output|Output/);
		expect(said).toContain(`waypost -- ${name}`);
	});
});
