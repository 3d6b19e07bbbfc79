import { describe, expect, it } from 'vitest';
import { defineRoot, int, text } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import { tableDdl } from '#server/sync/table-ddl.ts';
import { databaseForTest } from '#test/support/postgres.ts';
import { declaredColumns, storedColumns, storedIndexes } from './column-catalogue.ts';
import { note, poolOn, remark, storeForTest, tables } from './notes.ts';

describe('tableDdl', () => {
	it.each(tables.map((table) => [table.name, table] as const))(
		'makes the columns that %s declares',
		async (_, table) => {
			const { pool } = await storeForTest();
			expect(await storedColumns(pool, table)).toEqual(declaredColumns(table));
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

describe('the migrated database', () => {
	it('has for every declared table the columns and indexes of its declaration', async () => {
		const pool = poolOn(await databaseForTest(), 2);
		for (const table of registry.tables) {
			expect(await storedColumns(pool, table), table.name).toEqual(declaredColumns(table));
			const suffixes = table.kind === 'child' ? ['pkey', 'root'] : ['page', 'pkey', 'scopes'];
			const names = suffixes.map((suffix) => `${table.name}_${suffix}`);
			expect(await storedIndexes(pool, table), table.name).toEqual(names);
		}
	});
});
