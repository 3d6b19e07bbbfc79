import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { isDelivered, markDelivered, type EffectJob } from '#server/sync/effects.ts';

/**
 * Works on the effects of one queue, after their commit and at least once. `deliver` throws when the effect is to be tried
 * again; one that was delivered by a try whose end got lost comes a second time under the same key.
 */
export async function workEffects(
	boss: PgBoss,
	pool: pg.Pool,
	queue: string,
	deliver: (job: EffectJob) => Promise<void>
): Promise<void> {
	await boss.work<EffectJob>(
		queue,
		{ pollingIntervalSeconds: 0.5, localConcurrency: 2 },
		async (jobs) => {
			for (const { data } of jobs) {
				if (await isDelivered(pool, data.key)) continue;
				await deliver(data);
				await markDelivered(pool, data.key);
			}
		}
	);
}
