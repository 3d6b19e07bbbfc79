import type pg from 'pg';
import type { EffectJob, EffectQueue } from '#server/sync/effects.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { tableExists } from './tables.ts';

/**
 * Effects that were handed over and not yet done are jobs of pg-boss, whose tables belong to its version. A backup
 * takes them in plain form, as the rows of `restored_effect`; after a restore they wait there for the next start.
 */
export const effectTable = '"public"."restored_effect"';

/** Selects them from a database that may never have had a job queue. */
export async function pendingEffects(client: pg.ClientBase): Promise<string> {
	const waiting = `select key, queue, payload from restored_effect`;
	if (!(await tableExists(client, 'pgboss.job'))) return waiting;
	return `${waiting} union
		select e.key, e.queue, j.data -> 'payload' from sync_effect e
		join pgboss.job j on j.name = e.queue and j.data ->> 'key' = e.key
		where e.delivered_at is null and j.state in ('created', 'retry', 'active', 'failed')`;
}

/** Hands what a restore left to the job queue, once: the rows go in the same transaction. Answers how many there were. */
export async function handOverRestored(pool: pg.Pool, queue: EffectQueue): Promise<number> {
	return inTransaction(pool, async (client) => {
		const { rows } = await client.query<EffectJob & { queue: string }>(
			'delete from restored_effect returning key, queue, payload'
		);
		const db = {
			executeSql: (text: string, values?: unknown[]) =>
				client.query<Record<string, unknown>>(text, values)
		};
		for (const name of new Set(rows.map((row) => row.queue))) {
			const jobs = rows
				.filter((row) => row.queue === name)
				.map(({ key, payload }) => ({ data: { key, payload } }));
			await queue.insert(name, jobs, { db });
		}
		return rows.length;
	});
}
