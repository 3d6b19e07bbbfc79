import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/**
 * The key of the session cookies: BETTER_AUTH_SECRET, or one that the first process makes and keeps in the database,
 * so that all processes and restarts share it.
 */
export async function sessionSecret(pool: pg.Pool): Promise<string> {
	const given = process.env['BETTER_AUTH_SECRET'];
	if (given) return given;
	await pool.query('insert into auth.secret (value) values ($1) on conflict do nothing', [
		randomBytes(32).toString('base64url')
	]);
	const { rows } = await pool.query<{ value: string }>('select value from auth.secret');
	if (!rows[0]) throw new Error('The secret of the sessions is missing');
	return rows[0].value;
}
