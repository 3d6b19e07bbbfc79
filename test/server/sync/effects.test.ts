import { PgBoss } from 'pg-boss';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isDelivered, markDelivered, type EffectJob } from '#server/sync/effects.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { watchStatements } from './concurrency.ts';
import { effectOf, noteRow, poolOn, putNotes, stepOf, storeForTest } from './notes.ts';

async function storeWithBoss() {
	const { url } = await storeForTest();
	const pool = poolOn(url);
	const sent = watchStatements(pool);
	const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
	await boss.start();
	onTestFinished(() => boss.stop({ graceful: false }));
	for (const queue of ['mail', 'push']) await boss.createQueue(queue);
	const store = new PgAuthorityStore(pool, boss);
	const keysIn = async (queue: string) => {
		const jobs = await boss.fetch<EffectJob>(queue, { batchSize: 100 });
		return jobs.map(({ data }) => data.key).sort();
	};
	const write = (id: string, keys: readonly string[], queue = 'mail', fails = false) =>
		store.write(async (tx) => {
			const writes = [putNotes([noteRow(id)], true)];
			await tx.flush(writes, 1);
			await tx.saveEffects(keys.map((key) => effectOf(key, queue)));
			await tx.commitClock(stepOf(writes));
			if (fails) throw new Error('the process dies');
		});
	return { pool, sent, keysIn, write };
}

describe('SYNC-EFFECT', () => {
	it('SYNC-EFFECT: jobs come with the commit, once per key, each into its queue, and never without it', async () => {
		const { keysIn, write } = await storeWithBoss();
		await write('a', ['k1', 'k2', 'k1']);
		await write('b', ['k3'], 'push');
		await expect(write('c', ['k4'], 'mail', true)).rejects.toThrow('the process dies');
		await write('d', ['k2', 'k5']);
		expect(await keysIn('mail')).toEqual(['k1', 'k2', 'k5']);
		expect(await keysIn('push')).toEqual(['k3']);
	});

	it('SYNC-EFFECT: the same keys from many pushes at once make one job each, without a deadlock', async () => {
		const { keysIn, write } = await storeWithBoss();
		const keys = Array.from({ length: 12 }, (_, index) => `k${String(index).padStart(2, '0')}`);
		const pushes = Array.from({ length: 12 }, (_, index) =>
			write(`n${index}`, [...keys.slice(index), ...keys.slice(0, index)])
		);
		await Promise.all(pushes);
		expect(await keysIn('mail')).toEqual(keys);
	});

	it('SYNC-CLOCK: the write path needs nothing that only one machine has', async () => {
		const { sent, write } = await storeWithBoss();
		await write('a', ['k1']);
		const texts = [...sent.all].join('\n').toLowerCase();
		expect(texts).toContain('update sync_clock');
		expect(texts).toContain('pgboss');
		expect(texts).not.toMatch(/notify|listen|advisory|xmin|txid|pg_current_xact|pg_snapshot/);
	});

	it('SYNC-EFFECT: delivery is marked once, and is known to whoever tries again', async () => {
		const { pool, write } = await storeWithBoss();
		await write('a', ['k1', 'k2']);
		expect(await markDelivered(pool, 'k1')).toBe(true);
		expect(await markDelivered(pool, 'k1')).toBe(false);
		expect(await isDelivered(pool, 'k1')).toBe(true);
		expect(await isDelivered(pool, 'k2')).toBe(false);
	});
});
