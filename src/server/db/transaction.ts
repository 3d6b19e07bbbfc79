import type pg from 'pg';

/** Runs `work` in a transaction of its own at READ COMMITTED; rolled back when it throws. */
export async function inTransaction<T>(
	pool: pg.Pool,
	work: (client: pg.PoolClient) => Promise<T>,
	begin = 'begin'
): Promise<T> {
	const client = await pool.connect();
	// A connection that breaks says so at its query too; unheard here, it would end the process.
	const onLost = () => {};
	client.on('error', onLost);
	let broken: Error | undefined;
	try {
		await client.query(begin);
		const result = await work(client);
		await client.query('commit');
		return result;
	} catch (error) {
		await client.query('rollback').catch((failure: Error) => (broken = failure));
		throw error;
	} finally {
		client.off('error', onLost);
		client.release(broken);
	}
}
