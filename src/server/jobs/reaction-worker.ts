import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { log } from '#server/log.ts';
import type { EffectJob } from '#server/sync/effects.ts';
import { REACTION_QUEUE } from '#sync/authority/index.ts';
import { isRefusal, type Outcome, type SyncRefusal } from '#sync/protocol/index.ts';
import { workEffects } from './effect-worker.ts';

export type RunReaction = (job: EffectJob) => Promise<Outcome | SyncRefusal>;

/**
 * Runs the commands that events call for: the key of the effect is the `mid` of the command, so a job that a crash left
 * behind changes nothing the second time (SYNC-EFFECT).
 */
export function workReactions(
	boss: PgBoss,
	pool: pg.Pool,
	runReaction: RunReaction
): Promise<void> {
	return workEffects(boss, pool, REACTION_QUEUE, async (job) => {
		const outcome = await runReaction(job);
		if (isRefusal(outcome)) throw new Error(`The authority answers ${outcome.error.code}`);
		if (outcome.kind === 'rejected') {
			log.warn({ key: job.key, failure: outcome.failure }, 'a reaction was rejected');
		}
	});
}
