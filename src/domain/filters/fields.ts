import type { Instant } from '#domain/kernel/index.ts';

/**
 * What can be asked of a row, declared once per noun: the filter bar, the address, saved views and the query read the
 * same list. `of` gives the row's own value and allocates nothing, since it runs once a row.
 */
export type FilterField<Row> =
	/** One of a few fixed values. */
	| {
			readonly kind: 'choice';
			readonly options: readonly string[];
			readonly of: (row: Row) => string;
	  }
	/** The id of another row. `self` lets `me` stand for the reader, `team` lets `mine` stand for the reader's teams. */
	| {
			readonly kind: 'ref';
			readonly means: 'self' | 'team' | 'row';
			readonly of: (row: Row) => string | null;
	  }
	| { readonly kind: 'tags'; readonly of: (row: Row) => readonly string[] }
	/** An instant, asked for by its distance to now. */
	| { readonly kind: 'age'; readonly of: (row: Row) => Instant }
	/** Words, each of which must be found in one of the texts. */
	| { readonly kind: 'text'; readonly of: readonly ((row: Row) => string | null)[] };

export type FilterFields<Row> = Readonly<Record<string, FilterField<Row>>>;

/** Nobody, no place, no team. */
export const NONE = 'none';
export const ME = 'me';
/** Any team of the reader's. */
export const MINE = 'mine';
