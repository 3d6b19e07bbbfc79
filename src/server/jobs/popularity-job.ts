import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { SYSTEM } from '#domain/identity/index.ts';
import { log } from '#server/log.ts';
import type { RunningAuthority } from '#server/sync/start-authority.ts';

export const POPULARITY_QUEUE = 'catalog.popularity';

/** Items whose number of tickets within 90 days is no longer the one that they carry. */
const moved = `select i.id, count(t.id) as popularity
	from catalog_item i left join ticket t on t.catalog_item = i.id
		and t.opened_at >= (extract(epoch from now() - interval '90 days') * 1000)::bigint
	group by i.id, i.popularity having count(t.id) <> i.popularity order by i.id`;

export type RunCommand = RunningAuthority['command'];

/**
 * Counts anew how many tickets came of each item. A change to an item goes to everybody, so this is a nightly count and no
 * counter, and an item whose number stands is left alone. Answers how many moved.
 */
export async function countPopularity(pool: pg.Pool, command: RunCommand): Promise<number> {
	const { rows } = await pool.query<{ id: string; popularity: number }>(moved);
	for (const { id, popularity } of rows) {
		const args = { item: id, popularity: Number(popularity) };
		await command({ subject: SYSTEM }, 'catalog.countItem', args, { mid: randomUUID() });
	}
	return rows.length;
}

/** Nightly, by one process of all. */
export async function schedulePopularity(
	boss: Pick<PgBoss, 'createQueue' | 'schedule' | 'work'>,
	pool: pg.Pool,
	command: RunCommand
): Promise<void> {
	await boss.createQueue(POPULARITY_QUEUE);
	await boss.schedule(POPULARITY_QUEUE, '41 2 * * *', null, { tz: 'UTC' });
	await boss.work(POPULARITY_QUEUE, async () => {
		log.info({ items: await countPopularity(pool, command) }, 'popularity counted');
	});
}
