import { expect, it, onTestFinished } from 'vitest';
import { createPool } from '#server/db/pool.ts';
import { readHealth } from '#server/http/health.ts';
import { createTestDatabase } from '#test/support/postgres.ts';

it('health is ok with the database there, failing once it is gone', async () => {
	const database = await createTestDatabase();
	const pool = createPool({ url: database.url });
	onTestFinished(() => pool.end());
	expect(await readHealth(pool, 'v1')).toEqual({ status: 'ok', version: 'v1', database: 'ok' });
	await database.drop();
	expect(await readHealth(pool, 'v1')).toEqual({
		status: 'failing',
		version: 'v1',
		database: 'unreachable'
	});
});
