import type { AnyRow, ChildTable, RootTable, RowOf, Table } from './table.ts';

/** There is no such row, at the version that the transaction reads. */
export const absent = Symbol('absent');
/** A replica may not know: the row, or its root's children, are not on this device. The server never answers this. */
export const notHere = Symbol('not here');

export type Found<Row> = Row | typeof absent | typeof notHere;

export function isRow<Row>(found: Found<Row>): found is Row {
	return found !== absent && found !== notHere;
}

/** How mutators read. Every row read is remembered with its version, and compared before the commit (SYNC-ISO). */
export interface ReadTx {
	get<T extends Table>(table: T, id: string): Promise<Found<RowOf<T>>>;
	/** All children of a root that the mutation may see, own buffered writes included; reads the root row too. */
	children<T extends ChildTable>(
		table: T,
		root: string
	): Promise<readonly RowOf<T>[] | typeof notHere>;
}

/** How mutators write: buffered, and dropped whole when the verdict is a rejection. */
export interface WriteTx extends ReadTx {
	/** Never an upsert: a taken id makes the mutation `rejected(id_taken)`, whatever the mutator answers. */
	insert<T extends Table>(table: T, row: RowOf<T>): Promise<void>;
	/** Changes some fields of a row that this mutation has read or inserted. Throws for a row that it has not. */
	update<T extends Table>(table: T, id: string, patch: Partial<RowOf<T>>): Promise<void>;
	/** Children only: a root is never deleted, it is closed or retired. */
	remove<T extends ChildTable>(table: T, id: string): Promise<void>;
}

export type { AnyRow, ChildTable, RootTable, Table };
