import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { log } from '#server/log.ts';
import { isDelivered, markDelivered, type EffectJob } from '#server/sync/effects.ts';
import { REACTION_QUEUE } from '#sync/authority/index.ts';
import { isRefusal, type Outcome, type SyncRefusal } from '#sync/protocol/index.ts';

export type RunReaction = (job: EffectJob) => Promise<Outcome | SyncRefusal>;

/**
 * Runs what events call for, after their commit and at least once: the key of the effect is the `mid` of the command, so
 * a job that a crash left behind changes nothing the second time (SYNC-EFFECT).
 */
export async function workReactions(
	boss: PgBoss,
	pool: pg.Pool,
	runReaction: RunReaction
): Promise<void> {
	await boss.work<EffectJob>(
		REACTION_QUEUE,
		{ pollingIntervalSeconds: 0.5, localConcurrency: 2 },
		async (jobs) => {
			for (const { data } of jobs) await react(pool, runReaction, data);
		}
	);
}

/** Throws when it is to be tried again. */
async function react(pool: pg.Pool, runReaction: RunReaction, job: EffectJob): Promise<void> {
	if (await isDelivered(pool, job.key)) return;
	const outcome = await runReaction(job);
	if (isRefusal(outcome)) throw new Error(`The authority answers ${outcome.error.code}`);
	if (outcome.kind === 'rejected') {
		log.warn({ key: job.key, failure: outcome.failure }, 'a reaction was rejected');
	}
	await markDelivered(pool, job.key);
}
