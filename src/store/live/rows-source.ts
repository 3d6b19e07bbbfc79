import type { AnyRow } from '#domain/kernel/index.ts';

/** The visible rows of a table, as the replica's memory has them. */
export interface RowsSource {
	row(table: string, id: string): AnyRow | undefined;
	/** Ids of all visible rows of a table, own unsent ones included. */
	ids(table: string): Iterable<string>;
}
