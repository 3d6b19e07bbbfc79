import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '#domain/registry.ts';
import { createPool } from '#server/db/pool.ts';
import { startBoss } from '#server/jobs/boss.ts';
import { countPopularity } from '#server/jobs/popularity-job.ts';
import { seedIds } from '#server/seed/company.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { startAuthority, type RunningAuthority } from '#server/sync/start-authority.ts';
import { openCompany, type Company } from '#test/support/api.ts';

let company: Company;
let pool: pg.Pool;
let boss: Awaited<ReturnType<typeof startBoss>>;
let authority: RunningAuthority;
beforeAll(async () => {
	company = await openCompany();
	pool = createPool({ url: company.url, size: 2 });
	boss = await startBoss(company.url);
	authority = startAuthority(registry, new PgAuthorityStore(pool, boss));
});
afterAll(async () => {
	await boss.stop();
	await pool.end();
	await company.end();
});

async function stored(): Promise<Map<string, number>> {
	const { rows } = await pool.query<{ id: string; popularity: string; v: string }>(
		'select id, popularity, sync_v as v from catalog_item'
	);
	return new Map(rows.map(({ id, popularity }) => [id, Number(popularity)]));
}

describe('popularity of catalogue items', () => {
	it('is the number of tickets within 90 days, written for items that moved only', async () => {
		const laptop = seedIds.item('laptop');
		expect(await countPopularity(pool, authority.command)).toBeGreaterThan(0);
		const first = await stored();
		expect([first.get(laptop), first.get(seedIds.item('joiner'))]).toEqual([2, 0]);
		expect(await countPopularity(pool, authority.command)).toBe(0);
		const by = { subject: seedIds.person('rosa') };
		const answers = [
			{ id: 'model', value: 'workstation' },
			{ id: 'reason', value: 'Drawings' }
		];
		const args = { kind: 'request', title: 'One more', catalogItem: laptop, answers };
		const outcome = await authority.command(by, 'tickets.create', args, { mid: randomUUID() });
		expect(outcome).toMatchObject({ kind: 'applied' });
		expect(await countPopularity(pool, authority.command)).toBe(1);
		expect((await stored()).get(laptop)).toBe(3);
	});
});
