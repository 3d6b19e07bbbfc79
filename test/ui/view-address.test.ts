import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operatorsOf } from '#domain/filters/index.ts';
import {
	groups,
	sorts,
	states,
	ticketColumns,
	ticketFields,
	viewFilters,
	views
} from '#domain/tickets/index.ts';
import { normalView, type SavedView, type ViewShape } from '#domain/views/index.ts';
import { conditionFrom, fieldOf, formOf } from '#ui/views/condition-form.ts';
import {
	choiceHref,
	everybodysShape,
	isChanged,
	readChoice,
	type KnownViews
} from '#ui/views/view-address.ts';
import { isFieldName, type FieldName } from '#ui/views/view-words.ts';

const saved: SavedView = {
	id: 'v1',
	name: 'Dock',
	of: 'ticket',
	owner: 'greta',
	ownerName: 'Greta',
	share: 'private',
	team: null,
	active: true,
	filter: [{ field: 'tags', op: 'is', values: ['dock'] }],
	columns: ['number', 'title', 'site'],
	group: 'state',
	sort: 'oldest'
};
const known: KnownViews = { saved: [saved], first: null, complete: true };
const read = (href: string, of = known) =>
	readChoice(new URL(href, 'https://a.example').searchParams, of);

const fieldNames = Object.keys(ticketFields).filter(isFieldName);
const valueOf = (name: FieldName) => {
	const field = fieldOf(name);
	switch (field.kind) {
		case 'choice':
			return fc.constantFrom(...field.options);
		case 'ref':
			return fc.constantFrom('a1', 'none', ...(field.means === 'self' ? ['me'] : []));
		case 'age':
			return fc.constantFrom('30m', '4h', '3d');
		default:
			return fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
	}
};
const condition = fc.constantFrom(...fieldNames).chain((field) =>
	fc.record({
		field: fc.constant(field as string),
		op: fc.constantFrom(...operatorsOf(fieldOf(field))),
		values: fc.uniqueArray(valueOf(field), {
			minLength: 1,
			maxLength: fieldOf(field).kind === 'age' ? 1 : 3
		})
	})
);
const shape: fc.Arbitrary<ViewShape> = fc.record({
	filter: fc.uniqueArray(condition, {
		maxLength: 5,
		selector: ({ field, op }) => `${field}.${op}`
	}),
	columns: fc.uniqueArray(fc.constantFrom(...ticketColumns)),
	group: fc.constantFrom(null, ...groups),
	sort: fc.constantFrom(...sorts)
});

describe('UX-50: the address of a view', () => {
	it('says what differs from the view, and is read back', () => {
		fc.assert(
			fc.property(fc.constantFrom('v1', ...views), shape, (view, wanted) => {
				const base = readChoice(new URLSearchParams({ view }), known);
				const found = read(choiceHref({ ...base, shape: wanted }, 'T1'));
				expect(found.failures).toEqual([]);
				expect(found.view).toBe(view);
				expect(normalView('ticket', found.shape)).toEqual(normalView('ticket', wanted));
			})
		);
	});

	it('is short for a view as it is kept, and shortest for the first one', () => {
		expect(choiceHref(read('/queue'))).toBe('/queue');
		expect(choiceHref(read('/queue?view=open'))).toBe('/queue');
		expect(choiceHref(read('/queue?view=mine'), 'T1')).toBe('/queue/T1?view=mine');
		const mine = { ...known, first: 'v1' };
		expect(read('/queue', mine)).toMatchObject({ view: 'v1', shape: { group: 'state' } });
		expect(choiceHref(read('/queue?view=open', mine))).toBe('/queue?view=open');
	});

	it('keeps a filter and a group that were taken away, apart from those not said', () => {
		const bare = read('/queue?view=v1&filter=none&group=none');
		expect(bare).toMatchObject({
			failures: [],
			shape: { filter: [], group: null, sort: 'oldest' }
		});
		expect(isChanged(bare)).toBe(true);
		expect(isChanged(read('/queue?view=v1'))).toBe(false);
	});

	it('gives the first view for one that does not exist, and says so', () => {
		for (const name of ['gone', '__proto__', '']) {
			const found = read(`/queue?view=${name}&sort=newest`);
			expect(found).toMatchObject({ view: 'open', saved: null, shape: { sort: 'newest' } });
			expect(found.failures).toMatchObject([{ code: 'views.unknown', field: 'view' }]);
		}
		expect(read('/queue?view=late', { ...known, complete: false })).toMatchObject({
			waiting: true,
			failures: []
		});
	});

	it('reports each part that nobody knows, and shows the rest', () => {
		const found = read('/queue?state=nonsense&group=x&sort=up&columns=number,y&kind=incident');
		expect(found.failures.map(({ code }) => code).toSorted()).toEqual([
			'filters.value_unknown',
			'views.column_unknown',
			'views.group_unknown',
			'views.sort_unknown'
		]);
		expect(found.shape).toMatchObject({
			filter: [{ field: 'kind', op: 'is', values: ['incident'] }],
			columns: ['number'],
			group: null,
			sort: 'priority'
		});
	});

	it('keeps the filter of the view where none of the conditions is known', () => {
		expect(read('/queue?state=odd').shape.filter).toEqual(viewFilters.open);
		expect(read('/queue?state=odd&filter=none').shape.filter).toEqual([]);
	});

	it('never throws, whatever it says', () => {
		fc.assert(
			fc.property(fc.webQueryParameters(), (query) => {
				const found = readChoice(new URLSearchParams(query), known);
				expect(read(choiceHref(found)).failures).toEqual([]);
			})
		);
	});

	it('has a shape for each view that everybody has', () => {
		for (const view of views) expect(everybodysShape(view).filter).toBe(viewFilters[view]);
	});
});

describe('the form of a condition', () => {
	it('gives back the condition that it was made from', () => {
		fc.assert(
			fc.property(condition, (wanted) => {
				const field = wanted.field as FieldName;
				const { kind } = fieldOf(field);
				fc.pre(kind !== 'text' || wanted.values.length === 1);
				const trimmed = wanted.values.map((value) => value.trim());
				fc.pre(kind !== 'tags' || trimmed.every((value) => !value.includes(',')));
				const isText = kind === 'text' || kind === 'tags';
				const values = isText ? [...new Set(trimmed)] : wanted.values;
				expect(conditionFrom(field, formOf(field, wanted))).toEqual({ ...wanted, values });
			})
		);
	});

	it('says nothing while a value is missing or is none', () => {
		expect(conditionFrom('state', formOf('state', undefined))).toBeUndefined();
		expect(conditionFrom('text', { ...formOf('text', undefined), typed: '  ' })).toBeUndefined();
		for (const count of ['', '0', '-1', '1.5', 'x', '100000'])
			expect(conditionFrom('opened', { ...formOf('opened', undefined), count })).toBeUndefined();
		const form = { ...formOf('state', undefined), chosen: [states[0]] };
		expect(conditionFrom('state', form)).toEqual({ field: 'state', op: 'is', values: ['new'] });
	});
});
