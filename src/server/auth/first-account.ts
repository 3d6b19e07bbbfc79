import { createPool } from '#server/db/pool.ts';

/** Can anybody sign in at all? False in a fresh installation, until somebody makes the first administrator. */
export async function hasAccounts(url: string): Promise<boolean> {
	const pool = createPool({ url, size: 1 });
	try {
		return (await pool.query('select from auth."user" limit 1')).rowCount === 1;
	} finally {
		await pool.end();
	}
}
