import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { rowId, type JsonObject } from '#domain/kernel/index.ts';
import { groups, sorts, ticketColumns } from '#domain/tickets/index.ts';
import {
	defaultViewFor,
	normalView,
	savedView,
	viewDefault,
	viewFailure,
	viewFromPairs,
	viewToPairs,
	type ViewShape
} from '#domain/views/index.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { company, Desk } from '#test/support/company.ts';

const seeded = await company();
let desk: Desk;
beforeEach(() => {
	desk = new Desk(seeded.copy());
});
const open = { field: 'phase', op: 'is' as const, values: ['open'] };
const usual: ViewShape = {
	filter: [open],
	columns: ['number', 'title'],
	group: null,
	sort: 'priority'
};
const view = { name: 'V', of: 'ticket', share: 'private', ...usual };
const save = (who: PersonKey, rest: JsonObject = {}, mid = 'view') =>
	desk.run(who, 'views.save', { ...(view as unknown as JsonObject), ...rest }, { mid });
const codeOf = async (ran: ReturnType<typeof save>) => {
	const { verdict } = await ran;
	return verdict.kind === 'rejected'
		? [verdict.failure.code, verdict.failure.field]
		: [verdict.kind];
};

describe('UX-50: saved views', () => {
	it.each<[string, PersonKey, JsonObject, unknown[]]>([
		['a private one', 'timo', {}, ['applied']],
		['one for the own team', 'timo', { share: 'team', team: seedIds.team('field') }, ['applied']],
		[
			'one for another team',
			'timo',
			{ share: 'team', team: seedIds.team('desk') },
			['forbidden', 'share']
		],
		['one for the desk, from outside', 'erik', { share: 'desk' }, ['forbidden', 'share']],
		['one for the desk', 'malik', { share: 'desk' }, ['applied']],
		['by a requester', 'rosa', {}, ['forbidden', 'share']],
		['for no team', 'greta', { share: 'team' }, ['views.team_unknown', 'team']],
		[
			'with an unknown field',
			'greta',
			{ filter: [{ ...open, field: 'salary' }] },
			['filters.field_unknown', 'filter.0.field']
		],
		[
			'with an unknown value',
			'greta',
			{ filter: [{ ...open, values: ['x'] }] },
			['filters.value_unknown', 'filter.0.values.0']
		],
		[
			'with an unknown column',
			'greta',
			{ columns: ['title', 'salary'] },
			['views.column_unknown', 'columns.1']
		],
		['with an unknown order', 'greta', { sort: 'luck' }, ['views.sort_unknown', 'sort']],
		['with an unknown heading', 'greta', { group: 'luck' }, ['views.group_unknown', 'group']]
	])('%s', async (_what, who, rest, expected) => {
		expect(await codeOf(save(who, rest))).toEqual(expected);
	});

	it('SYNC-AUD: are read by those whom they are shared with', async () => {
		await save('timo');
		const own = desk.store.row(savedView, rowId('view', savedView));
		const timo = `user:${seedIds.person('timo')}`;
		expect(savedView.scopes(own)).toEqual([timo]);
		const team = { ...own, share: 'team', team: seedIds.team('field') } as const;
		expect(savedView.scopes(team)).toEqual([timo, `team:${seedIds.team('field')}`]);
		expect(savedView.scopes({ ...own, share: 'desk' })).toEqual(['desk']);
		const edit = (of: string) =>
			desk.run('nuno', 'views.edit', { view: of, changes: { name: 'N' } });
		expect((await edit(own.id)).verdict).toEqual((await edit('none')).verdict);
	});

	it('are changed by their owner, or by whoever may share so far', async () => {
		await save('malik', { share: 'desk' });
		const id = rowId('view', savedView);
		const edit = (who: PersonKey, changes: JsonObject) =>
			desk.verdict(who, 'views.edit', { view: id, changes });
		expect(await edit('greta', { name: 'Ours', sort: 'newest' })).toBe('applied');
		expect(await edit('greta', { sort: 'luck' })).toBe('views.sort_unknown');
		expect(await edit('greta', { share: 'team' })).toBe('views.team_unknown');
		expect(await desk.verdict('greta', 'views.retire', { view: id })).toBe('applied');
		expect(desk.store.row(savedView, id)).toMatchObject({ name: 'Ours', active: false });
	});

	it('one opens first: the person’s own choice, then the team’s', async () => {
		await save('timo', { share: 'team', team: seedIds.team('field') });
		await save('timo', {}, 'own');
		const [shared, own] = [rowId('view', savedView), rowId('own', savedView)];
		const choose = (rest: JsonObject, who: PersonKey = 'timo') =>
			desk.verdict(who, 'views.setDefault', { of: 'ticket', ...rest });
		const team = seedIds.team('field');
		expect(await choose({ view: own, team })).toBe('views.not_shared');
		expect(await choose({ view: shared, team })).toBe('applied');
		expect(await choose({ view: shared, team }, 'greta')).toBe('forbidden');
		expect(await choose({ view: own }, 'greta')).toBe('views.unknown');
		const first = (who: PersonKey) =>
			defaultViewFor('ticket', desk.store.all(viewDefault), desk.actor(who));
		expect([first('timo'), first('ines'), first('greta')]).toEqual([shared, shared, null]);
		expect(await choose({ view: 'mine' })).toBe('applied');
		expect([first('timo'), first('ines')]).toEqual(['mine', shared]);
		expect(await choose({ view: null })).toBe('applied');
		expect(first('timo')).toBe(shared);
	});
});

describe('UX-50: a view in an address', () => {
	const shape: fc.Arbitrary<ViewShape> = fc.record({
		filter: fc.constantFrom(
			[open],
			[open, { field: 'assignee', op: 'not' as const, values: ['me', 'none'] }],
			[
				{ field: 'opened', op: 'over' as const, values: ['3d'] },
				{ field: 'text', op: 'is' as const, values: ['a,b & c'] }
			]
		),
		columns: fc.uniqueArray(fc.constantFrom(...ticketColumns), { minLength: 1 }),
		group: fc.constantFrom(null, ...groups),
		sort: fc.constantFrom(...sorts)
	});

	it('comes back as it went', () => {
		fc.assert(
			fc.property(shape, (one) => {
				const text = new URLSearchParams(viewToPairs(one).map(([a, b]) => [a, b])).toString();
				const read = viewFromPairs('ticket', [...new URLSearchParams(text)], usual);
				expect(read).toEqual({ shape: normalView('ticket', one), failures: [] });
				expect(viewFailure('ticket', read.shape)).toBeNull();
			})
		);
	});

	it('says what it did not understand, and shows the rest', () => {
		const pairs = [...new URLSearchParams('state=gone&sort=luck&group=team&columns=title,salary')];
		const { shape: read, failures } = viewFromPairs('ticket', pairs, usual);
		expect(read).toEqual({ filter: [], columns: ['title'], group: 'team', sort: 'priority' });
		expect(failures.map(({ code }) => code)).toEqual([
			'filters.value_unknown',
			'views.column_unknown',
			'views.sort_unknown'
		]);
	});
});
