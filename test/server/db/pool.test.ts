import { describe, expect, it, onTestFinished } from 'vitest';
import { createDatabase, createPool, isDatabaseReachable } from '#server/db/pool.ts';
import { databaseForTest } from '#test/support/postgres.ts';

describe('createPool', () => {
	it('reads int8 as a number and refuses one that a number cannot hold', async () => {
		const pool = createPool({ url: await databaseForTest() });
		onTestFinished(() => pool.end());
		const { rows } = await pool.query('select 9007199254740991::int8 as value');
		expect(rows).toEqual([{ value: Number.MAX_SAFE_INTEGER }]);
		await expect(pool.query('select 9007199254740993::int8')).rejects.toThrow(RangeError);
	});

	it('serves Kysely', async () => {
		const pool = createPool({ url: await databaseForTest() });
		const database = createDatabase<{ schema_migration: { name: string } }>(pool);
		onTestFinished(() => database.destroy());
		const rows = await database.selectFrom('schema_migration').select('name').execute();
		expect(rows.map(({ name }) => name)).toContain('0001_text_search');
	});

	it('survives the loss of an idle connection, and tells of it', async () => {
		const url = await databaseForTest();
		const told: Error[] = [];
		const pool = createPool({ url, onIdleError: (error) => told.push(error) });
		onTestFinished(() => pool.end());
		const other = createPool({ url });
		onTestFinished(() => other.end());
		const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
		await other.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
		await expect.poll(() => told.length).toBe(1);
		expect(await isDatabaseReachable(pool)).toBe(true);
	});
});

describe('isDatabaseReachable', () => {
	it('answers no, and does not throw, when nobody is there', async () => {
		const pool = createPool({ url: 'postgres://waypost@127.0.0.1:1/none' });
		onTestFinished(() => pool.end());
		expect(await isDatabaseReachable(pool)).toBe(false);
	});
});
