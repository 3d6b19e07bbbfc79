import type pg from 'pg';
import { inTransaction } from './transaction.ts';

/**
 * As `inTransaction`, given up when `signal` says so: the session is ended from a second connection, since a COPY that waits
 * for its reader hears nothing else. Rejects with the signal's reason then. The pool needs room for two.
 */
export async function inCancellableTransaction<T>(
	pool: pg.Pool,
	signal: AbortSignal | undefined,
	work: (client: pg.PoolClient) => Promise<T>,
	begin?: string
): Promise<T> {
	signal?.throwIfAborted();
	let ending: Promise<unknown> | undefined;
	try {
		return await inTransaction(
			pool,
			async (client) => {
				const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
				const end = () => {
					ending = pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]).catch(() => {});
				};
				signal?.addEventListener('abort', end, { once: true });
				try {
					return await work(client);
				} finally {
					signal?.removeEventListener('abort', end);
				}
			},
			begin
		);
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	} finally {
		await ending;
	}
}
