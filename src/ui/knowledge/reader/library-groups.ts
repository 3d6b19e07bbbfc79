import type { Article } from '#domain/knowledge/index.ts';

/** Articles of one category, the newest first. */
export type Shelf = { readonly category: string; readonly rows: readonly Article[] };

/** Articles under their categories, categories by name; the order within one stays. */
export function shelvesOf(rows: readonly Article[], locale: string): readonly Shelf[] {
	const groups = Map.groupBy(rows, ({ category }) => category);
	return [...groups]
		.map(([category, members]) => ({ category, rows: members }))
		.toSorted((one, other) => one.category.localeCompare(other.category, locale));
}
