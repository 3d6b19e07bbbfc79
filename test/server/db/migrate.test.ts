import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, migrationsFolder } from '#server/db/migrate.ts';
import { readMigrations } from '#server/db/migration-files.ts';
import { StartupError } from '#server/startup-error.ts';
import { databaseForTest } from '#test/support/postgres.ts';

const first = { '0001_first.sql': 'create table first (id int); create table other (id int);' };
const second = { '0002_second.sql': 'alter table first add column name text;' };

function folderWith(files: Record<string, string>): string {
	const folder = mkdtempSync(join(tmpdir(), 'waypost-migrations-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
	return folder;
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<Row>(sql)).rows;
	} finally {
		await client.end();
	}
}

const tables = async (url: string) =>
	(
		await query<{ name: string }>(
			url,
			"select table_name as name from information_schema.tables where table_schema = 'public' order by 1"
		)
	).map(({ name }) => name);

const emptyDatabase = () => databaseForTest('nothing');

describe('migrate', () => {
	it('applies what is pending, in order, once', async () => {
		const url = await emptyDatabase();
		expect(await migrate(url, folderWith(first))).toEqual(['0001_first']);
		const both = folderWith({ ...first, ...second });
		expect(await migrate(url, both)).toEqual(['0002_second']);
		expect(await migrate(url, both)).toEqual([]);
		expect(await tables(url)).toEqual(['first', 'other', 'schema_migration']);
	});

	it('our own migrations apply to an empty database and once more to no effect', async () => {
		const url = await emptyDatabase();
		const names = readMigrations(migrationsFolder).map(({ name }) => name);
		expect(await migrate(url)).toEqual(names);
		expect(await migrate(url)).toEqual([]);
	});

	it('lets starters that come at once each finish, and applies each file once', async () => {
		const url = await emptyDatabase();
		const folder = folderWith({ ...first, ...second });
		const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(url, folder)));
		expect(applied.flat().sort()).toEqual(['0001_first', '0002_second']);
	});

	it('leaves nothing of a file that fails, and keeps the ones before it', async () => {
		const url = await emptyDatabase();
		const bad = { '0002_bad.sql': 'create table half (id int); insert into nowhere values (1);' };
		await expect(migrate(url, folderWith({ ...first, ...bad }))).rejects.toThrow(
			/Migration 0002_bad: .*nowhere/
		);
		expect(await tables(url)).toEqual(['first', 'other', 'schema_migration']);
		const mended = folderWith({ ...first, ...second });
		expect(await migrate(url, mended)).toEqual(['0002_second']);
	});

	it('refuses a file that changed after it was applied', async () => {
		const url = await emptyDatabase();
		await migrate(url, folderWith(first));
		const changed = folderWith({ '0001_first.sql': 'create table first (id bigint);' });
		const refusal = expect(migrate(url, changed)).rejects;
		await refusal.toThrow(/0001_first was changed/);
		await expect(migrate(url, changed)).rejects.toBeInstanceOf(StartupError);
	});

	it('does not mind the line ends of a checkout', async () => {
		const url = await emptyDatabase();
		await migrate(url, folderWith({ '0001_first.sql': 'create table first (\n id int\n);\n' }));
		const windows = folderWith({ '0001_first.sql': 'create table first (\r\n id int\r\n);\r\n' });
		expect(await migrate(url, windows)).toEqual([]);
	});

	it('refuses a database that is newer than the code', async () => {
		const url = await emptyDatabase();
		await migrate(url, folderWith({ ...first, ...second }));
		await expect(migrate(url, folderWith(first))).rejects.toThrow(/0002_second.*newer version/);
	});

	it('refuses a new file that comes before an applied one', async () => {
		const url = await emptyDatabase();
		await migrate(url, folderWith({ '0002_b.sql': '' }));
		const late = folderWith({ '0001_a.sql': '', '0002_b.sql': '' });
		await expect(migrate(url, late)).rejects.toThrow(/0001_a comes before 0002_b/);
	});

	it('says in one sentence that the database cannot be reached', async () => {
		await expect(migrate('postgres://waypost@127.0.0.1:1/none')).rejects.toThrow(
			/^The database cannot be reached \(.*\): check DATABASE_URL\.$/
		);
	});
});

describe('readMigrations', () => {
	it('refuses a name without a number, and a number used twice', () => {
		expect(() => readMigrations(folderWith({ 'first.sql': '' }))).toThrow(/not named/);
		const twins = { '0001_a.sql': '', '0001_b.sql': '' };
		expect(() => readMigrations(folderWith(twins))).toThrow(/same number/);
	});
});
