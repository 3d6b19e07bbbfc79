import { PgBoss } from 'pg-boss';
import { REACTION_QUEUE } from '#sync/authority/index.ts';
import { log } from '#server/log.ts';

/** Every queue that effects may name. A reaction that fails is tried for about two days, then kept for an administrator. */
const queues = {
	[REACTION_QUEUE]: { retryLimit: 12, retryDelay: 1, retryBackoff: true, retryDelayMax: 6 * 3600 }
} as const;

/** Job queues on the same database, ready for `insert` and `work`. Ends with `boss.stop()`. */
export async function startBoss(url: string): Promise<PgBoss> {
	const boss = new PgBoss({ connectionString: url, max: 5, application_name: 'waypost-jobs' });
	boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
	await boss.start();
	for (const [name, options] of Object.entries(queues)) {
		await boss.createQueue(name, options);
	}
	return boss;
}
