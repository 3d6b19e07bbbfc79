import type pg from 'pg';
import { registry } from '#domain/registry.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { tableDdl } from '#server/sync/table-ddl.ts';
import { databaseForTest } from '#test/support/postgres.ts';
import { worldRegistry } from '#test/sync/support/world-registry.ts';
import { poolOn, tableQueue } from './notes.ts';

export interface WorldStore {
	readonly url: string;
	readonly pool: pg.Pool;
	readonly store: PgAuthorityStore;
}

/** A database with the tables of the test world in place of the product's, whose names it partly shares. */
export async function worldStoreForTest(size = 20): Promise<WorldStore> {
	const url = await databaseForTest();
	const pool = poolOn(url, size);
	await makeWorldTables(pool);
	return { url, pool, store: new PgAuthorityStore(pool, tableQueue) };
}

export async function makeWorldTables(pool: pg.Pool): Promise<void> {
	const names = registry.tables.map(({ name }) => `"${name}"`).join(', ');
	const tables = worldRegistry.tables.map(tableDdl).join('\n');
	await pool.query(`drop table ${names}; ${tables} create table test_job (queue text, data jsonb)`);
}
