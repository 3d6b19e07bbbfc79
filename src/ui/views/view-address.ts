import { filterToPairs, type Pair } from '#domain/filters/index.ts';
import { canonicalJson, failure, type Failure } from '#domain/kernel/index.ts';
import { viewFilters, views, type View } from '#domain/tickets/index.ts';
import {
	normalView,
	viewFailure,
	viewFromPairs,
	type SavedView,
	type ViewShape
} from '#domain/views/index.ts';

/** What the queue shows; all of it lives in the address. */
export interface ViewChoice {
	/** A view that everybody has, by its name, or a saved one, by its id. */
	readonly view: string;
	readonly saved: SavedView | null;
	/** As the view keeps it. */
	readonly stored: ViewShape;
	/** As it is shown: what the view keeps, under what the address says. */
	readonly shape: ViewShape;
	/** Opens when the address names none. */
	readonly isFirst: boolean;
	/** What the address says and nobody knows, each with its field; the rest is shown. */
	readonly failures: readonly Failure[];
	/** The address names a view that may yet be found on this device. */
	readonly waiting: boolean;
}

export interface KnownViews {
	readonly saved: readonly SavedView[];
	/** The view that opens first; null where nobody chose one. */
	readonly first: string | null;
	/** False while there may be more of them. */
	readonly complete: boolean;
}

/** Takes away what the view keeps, where an empty list could not be told from one that is not said. */
const NOTHING = 'none';
const USUAL: View = 'open';

export const isEverybodys = (name: string): name is View =>
	(views as readonly string[]).includes(name);

/** The shape of a view that everybody has. */
export function everybodysShape(view: View): ViewShape {
	return { filter: viewFilters[view], columns: [], group: null, sort: 'priority' };
}

function shapeOf({ filter, columns, group, sort }: SavedView): ViewShape {
	return { filter, columns, group, sort };
}

type Stored = Pick<ViewChoice, 'view' | 'saved' | 'stored'>;

/** The view of this name, when it is there and can be shown by this version of the app. */
function storedAs(name: string, { saved }: KnownViews): Stored | undefined {
	if (isEverybodys(name)) return { view: name, saved: null, stored: everybodysShape(name) };
	const row = saved.find(({ id }) => id === name);
	if (!row || viewFailure(row.of, row) !== null) return undefined;
	return { view: name, saved: row, stored: shapeOf(row) };
}

function firstOf(known: KnownViews): Stored {
	const chosen = known.first === null ? undefined : storedAs(known.first, known);
	return chosen ?? { view: USUAL, saved: null, stored: everybodysShape(USUAL) };
}

/** Reads an address. What it says and nobody knows is reported; a view that does not exist gives the first one. */
export function readChoice(query: URLSearchParams, known: KnownViews): ViewChoice {
	const named = query.get('view');
	const first = firstOf(known);
	const found = named === null ? first : storedAs(named, known);
	const base = found ?? first;
	const pairs = [...query].filter(([name]) => name !== 'view');
	const { shape, failures } = shownBy(pairs, base.stored);
	const lost = found || !known.complete ? [] : [failure('views.unknown', 'view')];
	return {
		...base,
		shape,
		isFirst: base.view === first.view,
		failures: [...lost, ...failures],
		waiting: found === undefined && !known.complete
	};
}

function shownBy(pairs: readonly Pair[], stored: ViewShape) {
	const says = (name: string) => pairs.some(([key, value]) => key === name && value === NOTHING);
	const usual: ViewShape = {
		filter: says('filter') ? [] : stored.filter,
		columns: says('columns') ? [] : stored.columns,
		group: says('group') ? null : stored.group,
		sort: stored.sort
	};
	const isShape = ([name, value]: Pair) =>
		value !== NOTHING || (name !== 'group' && name !== 'columns');
	const { shape, failures } = viewFromPairs('ticket', pairs.filter(isShape), usual);
	// Where nothing of the filter is known the view keeps its own, rather than showing everything.
	const lost =
		shape.filter.length === 0 && failures.some(({ code }) => code.startsWith('filters.'));
	return { shape: lost ? { ...shape, filter: usual.filter } : shape, failures };
}

const textOf = (shape: ViewShape) => canonicalJson(normalView('ticket', shape));

/** Is something else shown than the view keeps? */
export function isChanged({ shape, stored }: Pick<ViewChoice, 'shape' | 'stored'>): boolean {
	return textOf(shape) !== textOf(stored);
}

function differingPairs(shape: ViewShape, stored: ViewShape): readonly Pair[] {
	const differs = (part: keyof ViewShape) =>
		textOf({ ...stored, [part]: shape[part] }) !== textOf(stored);
	const filter =
		shape.filter.length === 0 ? [['filter', NOTHING] as const] : filterToPairs(shape.filter);
	return [
		...(differs('filter') ? filter : []),
		...(differs('columns') ? [['columns', shape.columns.join(',') || NOTHING] as const] : []),
		...(differs('group') ? [['group', shape.group ?? NOTHING] as const] : []),
		...(differs('sort') ? [['sort', shape.sort] as const] : [])
	];
}

/** The address of a choice, with a ticket open beside it where one is given; says only what is not usual. */
export function choiceHref(
	choice: Pick<ViewChoice, 'view' | 'shape' | 'stored' | 'isFirst'>,
	ticket?: string
): string {
	const pairs = [
		...(choice.isFirst ? [] : [['view', choice.view] as const]),
		...differingPairs(choice.shape, choice.stored)
	];
	const query = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
	const path = ticket === undefined ? '/queue' : `/queue/${ticket}`;
	return query === '' ? path : `${path}?${query}`;
}

/** The address of a view as it is kept. */
export function viewHref(view: string, known: KnownViews): string {
	return choiceHref(readChoice(new URLSearchParams({ view }), known));
}
