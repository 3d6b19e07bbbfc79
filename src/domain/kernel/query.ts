import type * as v from 'valibot';
import type { Actor } from './mutator.ts';
import type { RowOf, RootTable } from './table.ts';

export type SortKey = string | number;

/** An order over a table that the data worker keeps as an index. Ties are broken by id, so a window never jumps. */
export interface Sort<Row = unknown> {
	readonly id: string;
	key(row: Row): SortKey;
	readonly descending: boolean;
}

/** Declared as a method's type, so that a query over its own rows fits a list of queries over any. */
export type RowFilter<Row> = { keeps(row: Row): boolean }['keeps'];
export type RowHeading<Row> = { of(row: Row): string }['of'];

/** A live list: name + arguments + window. Filters are pure; nothing but the row and the arguments decides. */
export interface Query<Args = unknown, Row = unknown> {
	readonly name: string;
	readonly table: RootTable;
	readonly args: v.GenericSchema<unknown, Args>;
	where(args: Args, actor: Actor): RowFilter<Row>;
	sort(args: Args): Sort<Row>;
	/** Heading under which a row stands, in a list that the sort puts in the order of its headings. */
	group?(args: Args): RowHeading<Row> | undefined;
	/** Orders that `sort` may answer, so that they can be prepared before somebody asks for one. */
	readonly sorts?: readonly Sort<Row>[];
}

export function defineQuery<T extends RootTable, Schema extends v.GenericSchema>(declaration: {
	name: string;
	table: T;
	args: Schema;
	where: (args: v.InferOutput<Schema>, actor: Actor) => (row: RowOf<T>) => boolean;
	sort: (args: v.InferOutput<Schema>) => Sort<RowOf<T>>;
	group?: (args: v.InferOutput<Schema>) => ((row: RowOf<T>) => string) | undefined;
	sorts?: readonly Sort<RowOf<T>>[];
}): Query<v.InferOutput<Schema>, RowOf<T>> {
	return declaration as unknown as Query<v.InferOutput<Schema>, RowOf<T>>;
}
