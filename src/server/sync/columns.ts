import type { SqlType, Table } from '#domain/kernel/index.ts';

/**
 * How a declared table lies in PostgreSQL. Fields keep their names in snake case; what sync keeps beside them begins with
 * `sync_`, so that no field can ever meet it.
 */
export interface Column {
	/** Name in rows. */
	readonly field: string;
	/** Name in the database, unquoted. */
	readonly name: string;
	/** Type, with its collation where order matters. */
	readonly type: SqlType | `${SqlType} collate "C"` | 'text[]';
	readonly nullable: boolean;
	readonly default?: string;
}

export type MetaColumn = Omit<Column, 'field'>;

const sortedText = 'text collate "C"';

export function columnName(field: string): string {
	return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Quoted, so that a table called `order` is a table like any other. */
export function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** `id`, a child's `root`, and the declared fields: exactly the keys of a row. Throws when two fields meet in one column. */
export function rowColumns(table: Table): readonly Column[] {
	const keys = table.kind === 'child' ? ['id', 'root'] : ['id'];
	const columns: Column[] = [
		...keys.map((key) => ({ field: key, name: key, type: sortedText, nullable: false }) as const),
		...Object.entries(table.fields).map(([field, { sql, nullable }]) => ({
			field,
			name: columnName(field),
			type: sql,
			nullable
		}))
	];
	const names = new Set(columns.map(({ name }) => name));
	if (names.size < columns.length || columns.some(({ name }) => name.startsWith('sync_'))) {
		throw new Error(`Two columns of ${table.name} would have the same name`);
	}
	return columns;
}

const stamps: readonly MetaColumn[] = [
	{ name: 'sync_v', type: 'bigint', nullable: false, default: '0' },
	{ name: 'sync_born', type: 'bigint', nullable: false, default: '0' }
];

/** Beside the row: versions for all; audience for children; readers and place in page order for roots. */
export function metaColumns(table: Table): readonly MetaColumn[] {
	if (table.kind === 'child') {
		return [...stamps, { name: 'sync_audience', type: 'text', nullable: false }];
	}
	return [
		...stamps,
		{ name: 'sync_cv', type: 'bigint', nullable: false, default: '0' },
		{ name: 'sync_touched_at', type: 'bigint', nullable: false },
		{ name: 'sync_order', type: 'double precision', nullable: false },
		{ name: 'sync_open', type: 'boolean', nullable: false },
		{ name: 'sync_scopes', type: 'text[]', nullable: false }
	];
}
