/** Databases that hold rows already are brought to what the code declares, with the rows. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { catalogItem } from '#domain/catalog/index.ts';
import { registry } from '#domain/registry.ts';
import { migrate, migrationsFolder } from '#server/db/migrate.ts';
import { databaseForTest } from '#test/support/postgres.ts';
import { declaredColumns, storedColumns } from '../sync/column-catalogue.ts';

/** The migrations up to a number, as an older release had them. */
function folderUpTo(last: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'waypost-older-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	for (const name of readdirSync(migrationsFolder)) {
		if (name.slice(0, 4) <= last) copyFileSync(join(migrationsFolder, name), join(folder, name));
	}
	return folder;
}

it('catalogue items of before forms had a history get version 1, and those who build read them', async () => {
	const url = await databaseForTest('nothing');
	const pool = new pg.Pool({ connectionString: url, max: 1 });
	onTestFinished(() => pool.end());
	await migrate(url, folderUpTo('0005'));
	await pool.query(
		`insert into catalog_item (id, title, description, category, icon, kind, form, needs_approval, position, active,
			sync_touched_at, sync_order, sync_open, sync_scopes)
		values ('old', 'Old', '', 'C', 'x', 'request', '[]', false, 0, true, 0, 0, false, '{catalog}')`
	);
	await migrate(url);
	const { rows } = await pool.query<Record<string, unknown>>(
		`select form_version::int, popularity::int, sync_scopes from catalog_item where id = 'old'`
	);
	const scopes = [...catalogItem.scopes({ id: 'old' })];
	expect(rows).toEqual([{ form_version: 1, popularity: 0, sync_scopes: scopes }]);
	for (const table of registry.tables) {
		expect([table.name, await storedColumns(pool, table)]).toEqual([
			table.name,
			declaredColumns(table)
		]);
	}
});
