import type { PgBoss } from 'pg-boss';
import { log } from '#server/log.ts';
import type { Blobs } from './blobs.ts';
import { collectBlobs } from './collect.ts';

export const COLLECT_QUEUE = 'blobs.collect';

/** Nightly, by one process of all. */
export async function scheduleBlobCollection(
	boss: Pick<PgBoss, 'createQueue' | 'schedule' | 'work'>,
	blobs: Blobs
): Promise<void> {
	await boss.createQueue(COLLECT_QUEUE);
	await boss.schedule(COLLECT_QUEUE, '17 3 * * *', null, { tz: 'UTC' });
	await boss.work(COLLECT_QUEUE, async () => {
		log.info({ collected: await collectBlobs(blobs) }, 'unreferenced files removed');
	});
}
