import type pg from 'pg';
import type { Table } from '#domain/kernel/index.ts';
import { metaColumns, rowColumns } from '#server/sync/columns.ts';

/** Name -> type, with `null` behind it where the column may be empty. */
export type Columns = Readonly<Record<string, string>>;

/** What the database says about a table. */
export async function storedColumns(pool: pg.Pool, table: Table): Promise<Columns> {
	const { rows } = await pool.query<{ name: string; type: string; nullable: boolean }>(
		`select a.attname as name, format_type(a.atttypid, a.atttypmod)
			|| case when c.collname = 'C' then ' collate "C"' else '' end as type, not a.attnotnull as nullable
		from pg_attribute a left join pg_collation c on c.oid = a.attcollation
		where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`,
		[`"${table.name}"`]
	);
	return columns(rows);
}

/** What the declaration says. */
export function declaredColumns(table: Table): Columns {
	return columns([...rowColumns(table), ...metaColumns(table)]);
}

function columns(
	rows: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[]
): Columns {
	return Object.fromEntries(
		rows.map(({ name, type, nullable }) => [name, `${type}${nullable ? ' null' : ''}`])
	);
}

/** Definitions of a table's indexes, by name. */
export async function storedIndexes(pool: pg.Pool, table: Table): Promise<readonly string[]> {
	const { rows } = await pool.query<{ indexname: string }>(
		`select indexname from pg_indexes where schemaname = 'public' and tablename = $1 order by 1`,
		[table.name]
	);
	return rows.map(({ indexname }) => indexname);
}
