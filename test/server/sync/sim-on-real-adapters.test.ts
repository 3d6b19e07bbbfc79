import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '#server/db/pool.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { runSeeds } from '#test/sync/sim/pool.ts';
import type { SeedResult } from '#test/sync/sim/run-seed.ts';
import { makeWorldTables } from './world-store.ts';

const SEEDS = 20;
const STEPS = 200;
/** More than cores: a thread waits for its database half of the time. */
const THREADS = 3;

/**
 * The simulator with the PostgreSQL adapter and with Dexie on fake-indexeddb in place of the memory models. Calls really
 * overlap here, so a seed says what happens and not in which order the databases answer.
 */
describe(`simulator on the real adapters: ${SEEDS} seeds`, () => {
	let databases: readonly TestDatabase[] = [];
	let results: readonly SeedResult[] = [];

	beforeAll(async () => {
		databases = await Promise.all(Array.from({ length: THREADS }, preparedDatabase));
		results = await runSeeds(
			Array.from({ length: SEEDS }, (_, index) => ({ seed: index + 1, steps: STEPS })),
			{
				threads: THREADS,
				worker: {
					url: new URL('./real/worker.ts', import.meta.url),
					dataOf: (thread) => ({ url: databases[thread]?.url })
				}
			}
		);
	}, 600_000);

	afterAll(async () => {
		for (const database of databases) await database.drop();
	});

	it('SYNC-I1 SYNC-I2 SYNC-I3 SYNC-I4 SYNC-I5 SYNC-I6 SYNC-I7 SYNC-I8 SYNC-I9 SYNC-I10 SYNC-I11: no invariant breaks', () => {
		expect(results).toHaveLength(SEEDS);
		const broken = results.flatMap(({ seed, violations }) =>
			violations
				.slice(0, 1)
				.map(({ invariant, what, trace }) =>
					[`seed ${seed}: ${invariant}: ${what}`, ...trace.slice(-25)].join('\n')
				)
		);
		expect(broken).toEqual([]);
	});
});

async function preparedDatabase(): Promise<TestDatabase> {
	const database = await createTestDatabase();
	const pool = createPool({ url: database.url, size: 1 });
	await makeWorldTables(pool);
	await pool.end();
	return database;
}
