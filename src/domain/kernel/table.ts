import * as v from 'valibot';
import type { NamedBlob } from './blob.ts';
import { ref, type Fields, type ValuesOf } from './fields.ts';
import type { Audience, Scope } from './scope.ts';

/** The two histories of one database; an event storm never queues behind or before tickets. */
export type Space = 'main' | 'telemetry';

/** What every row has; a child also has `root`, the id of the root that it hangs on. */
export interface AnyRow {
	readonly id: string;
	readonly root?: string;
	readonly [field: string]: unknown;
}

/** Which contents the rows of a table name. Whoever may read the row may read them. */
export interface BlobColumn<Row = AnyRow> {
	/** A pure function of the row; what a row names never changes. */
	readonly of: (row: Row) => readonly NamedBlob[];
	/** Mutator that the system runs with `{row, hash}` when the bytes are there and proven. */
	readonly arrived: string;
}

interface TableBase<Name extends string, F extends Fields> {
	readonly name: Name;
	readonly space: Space;
	readonly fields: F;
	/** Validates a whole row, unknown fields refused. */
	readonly schema: v.GenericSchema<unknown, AnyRow>;
	/** For rows that name files. */
	readonly blobs?: BlobColumn;
}

/** A row that carries scopes: ticket, CI, article. */
export interface RootTable<
	Name extends string = string,
	F extends Fields = Fields
> extends TableBase<Name, F> {
	readonly kind: 'root';
	/** Who may see the row: a pure function of its own columns. */
	readonly scopes: (row: AnyRow) => readonly Scope[];
	/** Place in a first sync and in page order, highest first: open and new rows get the higher numbers. */
	readonly order: (row: AnyRow) => number;
	/** Open roots keep their children on the device; others for 30 days after their last touch. */
	readonly isOpen: (row: AnyRow) => boolean;
	/** Series of the number that the server gives on insert into the field `number`; until then it is null. */
	readonly series?: (row: AnyRow) => string;
	readonly search: readonly string[];
}

/** A row that hangs on one root and has an audience class instead of scopes. Neither ever changes. */
export interface ChildTable<
	Name extends string = string,
	F extends Fields = Fields
> extends TableBase<Name, F> {
	readonly kind: 'child';
	/** Name of the root's table. */
	readonly of: string;
	readonly audience: (row: AnyRow) => Audience;
}

export type Table = RootTable | ChildTable;

export type RowOf<T> =
	T extends RootTable<string, infer F>
		? { readonly id: string } & ValuesOf<F>
		: T extends ChildTable<string, infer F>
			? { readonly id: string; readonly root: string } & ValuesOf<F>
			: never;

type RootRow<F extends Fields> = { readonly id: string } & ValuesOf<F>;
type ChildRow<F extends Fields> = { readonly id: string; readonly root: string } & ValuesOf<F>;
function rowSchema(fields: Fields, extra: Fields): v.GenericSchema<unknown, AnyRow> {
	const entries: v.ObjectEntries = {};
	for (const [name, field] of Object.entries({ ...extra, ...fields })) entries[name] = field.schema;
	return v.strictObject(entries) as unknown as v.GenericSchema<unknown, AnyRow>;
}

/** Declares a root table. Functions see typed rows; the registry stores them untyped. */
export function defineRoot<const Name extends string, F extends Fields>(declaration: {
	name: Name;
	space?: Space;
	fields: F;
	scopes: (row: RootRow<F>) => readonly Scope[];
	order: (row: RootRow<F>) => number;
	isOpen?: (row: RootRow<F>) => boolean;
	series?: (row: RootRow<F>) => string;
	search?: readonly (keyof F & string)[];
	blobs?: BlobColumn<RootRow<F>>;
}): RootTable<Name, F> {
	return {
		space: 'main',
		search: [],
		isOpen: () => false,
		...declaration,
		kind: 'root',
		schema: rowSchema(declaration.fields, { id: ref() })
	} as unknown as RootTable<Name, F>;
}

/** Declares a child table of the root table `of`. */
export function defineChild<const Name extends string, F extends Fields>(declaration: {
	name: Name;
	of: RootTable;
	fields: F;
	audience: (row: ChildRow<F>) => Audience;
	blobs?: BlobColumn<ChildRow<F>>;
}): ChildTable<Name, F> {
	return {
		...declaration,
		of: declaration.of.name,
		space: declaration.of.space,
		kind: 'child',
		schema: rowSchema(declaration.fields, { id: ref(), root: ref() })
	} as unknown as ChildTable<Name, F>;
}
