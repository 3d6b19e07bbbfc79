import { PgBoss } from 'pg-boss';
import { ACCOUNT_EMAIL_QUEUE } from '#domain/reactions/index.ts';
import { REACTION_QUEUE } from '#sync/authority/index.ts';
import { log } from '#server/log.ts';

/**
 * A job that fails is tried for about a day, then kept for an administrator; one whose process died under it is taken
 * again after half a minute.
 */
const patient = {
	expireInSeconds: 30,
	retryLimit: 20,
	retryDelay: 1,
	retryBackoff: true,
	retryDelayMax: 3 * 3600
} as const;

/** Every queue that effects may name. */
const queues = { [REACTION_QUEUE]: patient, [ACCOUNT_EMAIL_QUEUE]: patient } as const;

/** Job queues on the same database, ready for `insert` and `work`. Ends with `boss.stop()`. */
export async function startBoss(url: string): Promise<PgBoss> {
	const boss = new PgBoss({
		connectionString: url,
		max: 5,
		application_name: 'waypost-jobs',
		superviseIntervalSeconds: 10,
		monitorIntervalSeconds: 10
	});
	boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
	await boss.start();
	for (const [name, options] of Object.entries(queues)) {
		await boss.createQueue(name, options);
	}
	return boss;
}
