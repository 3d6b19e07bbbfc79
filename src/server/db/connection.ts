import type pg from 'pg';
import { onStop } from '#server/lifecycle.ts';
import { log } from '#server/log.ts';
import { createPool } from './pool.ts';

let pool: pg.Pool | undefined;

/** The process's pool on `DATABASE_URL`, made at first use and closed when the process stops. */
export function databasePool(): pg.Pool {
	if (pool) return pool;
	const url = process.env['DATABASE_URL'];
	if (!url) throw new Error('DATABASE_URL is not set: start Waypost through its entry script');
	const made = createPool({
		url,
		onIdleError: (error) => log.warn({ err: error }, 'database connection lost')
	});
	onStop(() => made.end());
	pool = made;
	return made;
}
