import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Effect } from '#domain/kernel/index.ts';
import { run } from './pg-session.ts';

/** Where effects go; pg-boss takes part in the caller's transaction through its `db` option. */
export type EffectQueue = Pick<PgBoss, 'insert'>;

/** What the worker of a queue finds in `job.data`. */
export interface EffectJob {
	readonly key: string;
	readonly payload: Effect['payload'];
}

const remember = `insert into sync_effect (key, queue)
	select e.key, e.queue from json_to_recordset($1::json) as e(key text, queue text)
	on conflict (key) do nothing returning key`;

/**
 * Hands effects over inside the transaction of `client`: those whose key was ever seen are dropped, the others go into
 * their queue, one insert per queue. Keys are sorted, since two transactions may carry the same ones.
 */
export async function saveEffects(
	client: pg.ClientBase,
	queue: EffectQueue,
	effects: readonly Effect[]
): Promise<void> {
	if (effects.length === 0) return;
	const byKey = new Map(effects.map((effect) => [effect.key, effect]));
	const sorted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
	const names = JSON.stringify(sorted.map(({ key, queue: name }) => ({ key, queue: name })));
	const fresh = new Set((await run(client, remember, [names])).map(([key]) => key));
	const jobsByQueue = new Map<string, { data: EffectJob }[]>();
	for (const { key, queue: name, payload } of sorted) {
		if (!fresh.has(key)) continue;
		const jobs = jobsByQueue.get(name) ?? [];
		jobs.push({ data: { key, payload } });
		jobsByQueue.set(name, jobs);
	}
	const db = {
		executeSql: (text: string, values?: unknown[]) =>
			client.query<Record<string, unknown>>(text, values)
	};
	for (const [name, jobs] of jobsByQueue) await queue.insert(name, jobs, { db });
}

/**
 * Called by a worker after the outside world has taken the effect. Answers false when it had been marked before: the
 * effect was then delivered twice, which its receiver must know by the key.
 */
export async function markDelivered(pool: pg.Pool, key: string): Promise<boolean> {
	const { rowCount } = await pool.query(
		'update sync_effect set delivered_at = now() where key = $1 and delivered_at is null',
		[key]
	);
	return rowCount === 1;
}

/** Asked by a worker before it sends: a job that is tried again may have been delivered by the try that was lost. */
export async function isDelivered(pool: pg.Pool, key: string): Promise<boolean> {
	const { rowCount } = await pool.query(
		'select 1 from sync_effect where key = $1 and delivered_at is not null',
		[key]
	);
	return rowCount === 1;
}
