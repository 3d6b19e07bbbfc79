import type { CatalogItem } from '#domain/catalog/index.ts';

export type Category = { readonly category: string; readonly items: readonly CatalogItem[] };

/** A report that asks nothing and goes to nobody in particular is what "Something is broken" is already. */
const isPlainReport = ({ kind, form, team }: CatalogItem): boolean =>
	kind === 'incident' && form.length === 0 && team === null;

/** What the catalogue shows beside "Something is broken". */
export function offeredBeside(items: readonly CatalogItem[]): readonly CatalogItem[] {
	return items.filter((item) => !isPlainReport(item));
}

/** Items under their categories, both in the order in which they come. */
export function byCategory(items: readonly CatalogItem[]): readonly Category[] {
	const groups = Map.groupBy(items, ({ category }) => category);
	return [...groups].map(([category, members]) => ({ category, items: members }));
}

/** Categories as they come; within each, what is asked for most comes first. */
export function mostAskedFirst(items: readonly CatalogItem[]): readonly CatalogItem[] {
	const places = new Map<string, number>();
	for (const { category } of items) if (!places.has(category)) places.set(category, places.size);
	const placeOf = ({ category }: CatalogItem) => places.get(category) ?? 0;
	return items.toSorted(
		(one, other) =>
			placeOf(one) - placeOf(other) ||
			other.popularity - one.popularity ||
			one.position - other.position
	);
}
