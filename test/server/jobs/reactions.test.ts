/** Effects of commits that no worker has seen to, because the process died between: the next start delivers them. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { registry } from '#domain/registry.ts';
import { derivedId, rowId } from '#domain/kernel/index.ts';
import { ticket } from '#domain/tickets/index.ts';
import { createPool } from '#server/db/pool.ts';
import { startBoss } from '#server/jobs/boss.ts';
import { seedIds } from '#server/seed/company.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { startAuthority } from '#server/sync/start-authority.ts';
import { REACTION_QUEUE } from '#sync/authority/index.ts';
import { startTestApp } from '#test/support/app.ts';
import { openCompany, type Company } from '#test/support/api.ts';
import { Caller } from '#test/support/caller.ts';

let company: Company;
let client: pg.Client;
const env = () => ({ DATABASE_URL: company.url, WAYPOST_LOG_LEVEL: 'error' });

beforeAll(async () => {
	company = await openCompany();
	client = new pg.Client({ connectionString: company.url });
	await client.connect();
});
afterAll(async () => {
	await client.end();
	await company.end();
});

const lockedOut = () => ({
	kind: 'incident',
	title: 'Locked out',
	description: '',
	requester: seedIds.person('jonas'),
	catalogItem: seedIds.item('password'),
	answers: [{ id: 'account', value: 'Mail' }]
});

async function rows(text: string, values: readonly unknown[] = []) {
	return (await client.query<Record<string, unknown>>(text, [...values])).rows;
}

/** Waits for the database to say so; the test's own limit is the only one. */
async function until(text: string, values: readonly unknown[]): Promise<void> {
	while ((await rows(text, values)).length === 0) await rows('select pg_sleep(0.1)');
}

const routed = 'select from ticket where id = $1 and team is not null';
const delivered = 'select from sync_effect where key = $1 and delivered_at is not null';
const undelivered = 'select key from sync_effect where queue = $1 and delivered_at is null';

describe('reactions', () => {
	it('SYNC-EFFECT: are delivered at the next start, once, when the process died after the commit', async () => {
		await company.app.end('SIGKILL');
		const mids = await commitWithoutWorker(3);
		const keys = mids.map((mid) => derivedId(mid, 'route-new-ticket', '0'));
		const left = await rows(undelivered, [REACTION_QUEUE]);
		expect(left.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
		const app = await startTestApp({ env: env() });
		for (const mid of mids) await until(routed, [rowId(mid, ticket)]);
		for (const key of keys) {
			await until(delivered, [key]);
			expect(await rows('select kind from sync_outcome where mid = $1', [key])).toHaveLength(1);
		}
		await app.end();
	});

	it('SYNC-EFFECT: are taken again when the process died at work on them', async () => {
		const [mid = ''] = await commitWithoutWorker(1);
		await rows(
			`update pgboss.job set state = 'active', started_on = now() - interval '1 hour'
			where name = $1 and state = 'created'`,
			[REACTION_QUEUE]
		);
		const app = await startTestApp({ env: env() });
		await until(routed, [rowId(mid, ticket)]);
		await app.end();
	});

	it('SYNC-EFFECT: the server is killed between commit and effect: the next one reacts, exactly once', async () => {
		const app = await startTestApp({ env: env() });
		const greta = await Caller.signIn(app.address, 'greta');
		await refuseJobs();
		const mids = Array.from({ length: 5 }, () => randomUUID());
		for (const mid of mids) {
			expect((await greta.command('tickets.create', lockedOut(), mid)).status).toBe(200);
		}
		const keys = mids.map((mid) => derivedId(mid, 'route-new-ticket', '0'));
		await app.end('SIGKILL');
		for (const [index, key] of keys.entries()) {
			expect(await rows(delivered, [key])).toEqual([]);
			expect(await rows(routed, [rowId(mids[index] ?? '', ticket)])).toEqual([]);
		}
		await rows('drop function refuse_job cascade');
		const again = await startTestApp({ env: env() });
		for (const key of keys) await until(delivered, [key]);
		for (const [index, key] of keys.entries()) {
			const id = rowId(mids[index] ?? '', ticket);
			expect(await rows(routed, [id])).toHaveLength(1);
			const steps = `select from ticket_event where root = $1 and what = 'assign'`;
			expect(await rows(steps, [id])).toHaveLength(1);
			expect(await rows('select from sync_outcome where mid = $1', [key])).toHaveLength(1);
		}
		expect(await again.end()).toBe(0);
	});
});

/** From now on no worker gets a job, as long as the function exists: every effect waits between commit and reaction. */
async function refuseJobs(): Promise<void> {
	await client.query(`create function refuse_job() returns trigger language plpgsql as
		$$ begin raise exception 'not now'; end $$;
		create trigger refuse_job before update on pgboss.job for each row
			when (new.state = 'active') execute function refuse_job()`);
}

/** A process that takes commands and never gets to their effects. Answers the `mid`s. */
async function commitWithoutWorker(count: number): Promise<readonly string[]> {
	const pool = createPool({ url: company.url, size: 2 });
	const boss = await startBoss(company.url);
	const authority = startAuthority(registry, new PgAuthorityStore(pool, boss));
	const mids = Array.from({ length: count }, () => randomUUID());
	const greta = { subject: seedIds.person('greta') };
	for (const mid of mids) {
		const outcome = await authority.command(greta, 'tickets.create', lockedOut(), { mid });
		expect(outcome).toMatchObject({ kind: 'applied' });
	}
	await boss.stop();
	await pool.end();
	return mids;
}
