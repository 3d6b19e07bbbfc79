import { describe, expect, it } from 'vitest';
import { previewChange } from '#domain/sla/index.ts';
import { calendarOf, factsOf, hours, june, office, officeSpec, policy } from './scenes.ts';

const before = { calendar: office, policy: policy({ resolution: hours(4) }) };

describe('SLA-PREVIEW: who flips before a new version is saved', () => {
	const tickets = [
		{ id: 'late', facts: factsOf('1 09:00 created') },
		{ id: 'early', facts: factsOf('2 09:00 created') },
		{ id: 'kept', facts: factsOf('2 10:00 created') },
		{ id: 'made', facts: factsOf('1 09:00 created, 1 12:30 resolved') }
	];
	const candidates = (after: typeof before) =>
		tickets.map(({ id, facts }) => ({
			id,
			before: { ...before, facts },
			after: { ...after, facts }
		}));

	it('by a target', () => {
		const after = { ...before, policy: policy({ resolution: hours(2.5) }) };
		expect(previewChange(candidates(after), june('2 12:00'))).toEqual({
			ok: true,
			value: {
				flips: [
					{
						id: 'early',
						key: `resolution@${june('2 09:00')}`,
						kind: 'resolution',
						to: 'breached',
						dueBefore: june('2 13:00'),
						dueAfter: june('2 11:30')
					},
					{
						id: 'made',
						key: `resolution@${june('1 09:00')}`,
						kind: 'resolution',
						to: 'breached',
						dueBefore: june('1 13:00'),
						dueAfter: june('1 11:30')
					}
				],
				moved: 4,
				compared: 4
			}
		});
	});

	it('by a calendar', () => {
		const calendar = calendarOf({ ...officeSpec, holidays: ['2026-06-01'] });
		const result = previewChange(candidates({ ...before, calendar }), june('2 12:00'));
		if (!result.ok) throw new Error(result.failure.code);
		expect(result.value).toMatchObject({
			flips: [{ id: 'late', to: 'saved', dueAfter: june('2 13:00') }],
			moved: 2
		});
	});

	it('leaves superseded clocks out', () => {
		const facts = factsOf('1 09:00 created, 1 10:00 policy', null);
		const candidate = { id: 'a', before: { ...before, facts }, after: { ...before, facts } };
		expect(previewChange([candidate], june('2 12:00'))).toEqual({
			ok: true,
			value: { flips: [], moved: 0, compared: 0 }
		});
	});
});
