import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { defineRoot, int, text, type Table } from '#domain/kernel/index.ts';
import { metaColumns, rowColumns } from '#server/sync/columns.ts';
import { tableDdl } from '#server/sync/table-ddl.ts';
import { note, remark, storeForTest, tables } from './notes.ts';

/** What the database says about a table, in the words of the declaration. */
async function columnsOf(pool: pg.Pool, table: Table): Promise<Record<string, string>> {
	const { rows } = await pool.query<{ name: string; type: string; nullable: boolean }>(
		`select a.attname as name, format_type(a.atttypid, a.atttypmod)
			|| case when c.collname = 'C' then ' collate "C"' else '' end as type, not a.attnotnull as nullable
		from pg_attribute a left join pg_collation c on c.oid = a.attcollation
		where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
		[`"${table.name}"`]
	);
	return Object.fromEntries(
		rows.map(({ name, type, nullable }) => [name, `${type}${nullable ? ' null' : ''}`])
	);
}

export function declaredColumns(table: Table): Record<string, string> {
	return Object.fromEntries(
		[...rowColumns(table), ...metaColumns(table)].map(({ name, type, nullable }) => [
			name,
			`${type}${nullable ? ' null' : ''}`
		])
	);
}

describe('tableDdl', () => {
	it.each(tables.map((table) => [table.name, table] as const))(
		'makes the columns that %s declares',
		async (_, table) => {
			const { pool } = await storeForTest();
			expect(await columnsOf(pool, table)).toEqual(declaredColumns(table));
		}
	);

	it('writes a child in the words of SQL', () => {
		expect(tableDdl(remark)).toBe(`create table "remark" (
	"id" text collate "C" primary key,
	"root" text collate "C" not null,
	"body" text not null,
	"audience" text not null,
	"written_by" text not null,
	"sync_v" bigint not null default 0,
	"sync_born" bigint not null default 0,
	"sync_audience" text not null
) with (fillfactor = 80);
create index "remark_root" on "remark" (root);`);
	});

	it('gives a root its page order and its readers', () => {
		expect(tableDdl(note)).toContain('on "note" (sync_order desc, id desc)');
		expect(tableDdl(note)).toContain('on "note" using gin (sync_scopes)');
	});

	it('refuses two fields that would meet in one column', () => {
		const declared = (fields: Parameters<typeof defineRoot>[0]['fields']) =>
			defineRoot({ name: 'twin', fields, scopes: () => [], order: () => 0 });
		expect(() => tableDdl(declared({ timeZone: text(9), time_zone: text(9) }))).toThrow(/twin/);
		expect(() => tableDdl(declared({ sync_v: int() }))).toThrow(/twin/);
	});
});
