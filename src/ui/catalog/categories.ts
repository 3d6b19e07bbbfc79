import type { CatalogItem } from '#domain/catalog/index.ts';

export type Category = { readonly category: string; readonly items: readonly CatalogItem[] };

/** Items under their categories, both in the order in which they come. */
export function byCategory(items: readonly CatalogItem[]): readonly Category[] {
	const groups = Map.groupBy(items, ({ category }) => category);
	return [...groups].map(([category, members]) => ({ category, items: members }));
}
