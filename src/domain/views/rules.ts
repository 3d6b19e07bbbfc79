import {
	filterFailure,
	filterFromPairs,
	filterToPairs,
	normalFilter,
	type Filter,
	type Pair
} from '#domain/filters/index.ts';
import { failure, type Actor, type Failure } from '#domain/kernel/index.ts';
import { groups, sorts, ticketColumns, ticketFields } from '#domain/tickets/index.ts';
import type { ViewDefault } from './schema.ts';

/** How a list is shown: what a view keeps and an address carries. */
export interface ViewShape {
	readonly filter: Filter;
	readonly columns: readonly string[];
	readonly group: string | null;
	readonly sort: string;
}

/** What a noun offers to its views. */
const offers = {
	ticket: { fields: ticketFields, columns: ticketColumns, groups, sorts }
} as const;
type Noun = keyof typeof offers;

const has = (options: readonly string[], value: string) => options.includes(value);

/** The first thing wrong with a view, as a coded failure naming the field; null when it can be shown. */
export function viewFailure(of: Noun, shape: ViewShape): Failure | null {
	const { fields, columns, groups: headings, sorts: orders } = offers[of];
	const wrong = filterFailure(fields, shape.filter);
	if (wrong) return wrong;
	const column = shape.columns.findIndex((name) => !has(columns, name));
	if (column >= 0) return failure('views.column_unknown', `columns.${column}`);
	if (!has(orders, shape.sort)) return failure('views.sort_unknown', 'sort');
	if (shape.group !== null && !has(headings, shape.group)) {
		return failure('views.group_unknown', 'group');
	}
	return null;
}

/**
 * The view in an address: conditions by field (`state=new`, `kind.not=request`), then `columns=a,b`, `group` and `sort`.
 * Pairs that are not a view's belong to somebody else.
 */
export function viewToPairs({ filter, columns, group, sort }: ViewShape): readonly Pair[] {
	return [
		...filterToPairs(filter),
		...(columns.length === 0 ? [] : [['columns', columns.join(',')] as const]),
		...(group === null ? [] : [['group', group] as const]),
		['sort', sort]
	];
}

export interface ReadView {
	readonly shape: ViewShape;
	/** What the address says and nobody knows; the rest is shown. */
	readonly failures: readonly Failure[];
}

/** The view of an address; what it does not say is as in `usual`. */
export function viewFromPairs(of: Noun, pairs: readonly Pair[], usual: ViewShape): ReadView {
	const { fields, columns, groups: headings, sorts: orders } = offers[of];
	const { filter, failures } = filterFromPairs(fields, pairs);
	const said = (name: string) => pairs.find(([key]) => key === name)?.[1];
	const found = [...failures];
	const known = (name: string, options: readonly string[], code: string) => {
		const value = said(name);
		if (value === undefined || has(options, value)) return value;
		found.push(failure(code, name));
		return undefined;
	};
	const listed = said('columns')?.split(',');
	const shown = listed?.filter((name, at) => has(columns, name) && listed.indexOf(name) === at);
	if (listed && listed.some((name) => !has(columns, name))) {
		found.push(failure('views.column_unknown', 'columns'));
	}
	return {
		shape: {
			filter: filter.length === 0 && failures.length === 0 ? usual.filter : filter,
			columns: shown && shown.length > 0 ? shown : usual.columns,
			group: known('group', headings, 'views.group_unknown') ?? usual.group,
			sort: known('sort', orders, 'views.sort_unknown') ?? usual.sort
		},
		failures: found
	};
}

/** The same view in one form, so that "has it been changed?" is a comparison. */
export function normalView(of: Noun, shape: ViewShape): ViewShape {
	return { ...shape, filter: normalFilter(offers[of].fields, shape.filter) };
}

/** Which view opens first: the person's choice, then that of a team (by id, where somebody is in several). */
export function defaultViewFor(
	of: Noun,
	defaults: readonly ViewDefault[],
	actor: Pick<Actor, 'subject' | 'teams'>
): string | null {
	const chosen = defaults.filter((row) => row.of === of && row.view !== null);
	const own = chosen.find(
		({ holder, holderId }) => holder === 'person' && holderId === actor.subject
	);
	const teams = chosen
		.filter(({ holder, holderId }) => holder === 'team' && actor.teams.includes(holderId))
		.sort((a, b) => (a.holderId < b.holderId ? -1 : 1));
	return own?.view ?? teams[0]?.view ?? null;
}
