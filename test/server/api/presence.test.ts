/** "A colleague is replying": heard at once by those who read the ticket's internal side, and kept nowhere. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { openAccount } from '#test/support/account.ts';
import { openCompany, type Company } from '#test/support/api.ts';
import { startTestApp } from '#test/support/app.ts';
import { Caller } from '#test/support/caller.ts';
import { readLive } from '#test/support/live.ts';

/** Rosa's, with the field team; Timo works there. */
const ticket = seedIds.ticket('dock-scanner');

let company: Company;
const people = new Map<PersonKey, Caller>();
const caller = (key: PersonKey): Caller => people.get(key) as Caller;
beforeAll(async () => {
	company = await openCompany();
	for (const key of ['nuno', 'jonas'] as const) await openAccount(company.url, key);
	for (const key of ['greta', 'nuno', 'rosa', 'jonas'] as const)
		people.set(key, await company.signIn(key));
});
afterAll(() => company.end());

const say = (key: PersonKey, body: object) => caller(key).post('/api/presence', body);

/** What the person hears until a poke that comes after it; `nuno` is the witness that it was told by then. */
function heardBy(key: PersonKey, work: () => Promise<void>): Promise<string> {
	return readLive(caller(key), async (live) => {
		await live.until(/"telemetry"/);
		await work();
		await live.until(/"space":"main","v":\d+}[^]*"space":"main"/);
	});
}

/** Greta writes, and the witness hears of it. */
async function tellOfGreta(witness: Caller): Promise<string> {
	return readLive(witness, async (live) => {
		await live.until(/"telemetry"/);
		expect((await say('greta', { ticket, is: 'writing' })).status).toBe(204);
		await live.until(/"presence"/);
	});
}

/** Something that everybody in this test hears of. */
async function touch(): Promise<void> {
	const name = 'tickets.comment';
	await caller('greta').command(name, { ticket, audience: 'public', body: 'On my way.' });
}

describe('UX-53: POST /api/presence', () => {
	const told = {
		presence: {
			root: ticket,
			subject: seedIds.person('greta'),
			name: 'Greta Sommer',
			is: 'writing'
		}
	};
	const read = (heard: string): unknown =>
		JSON.parse(/data: (\{"presence".*\})/.exec(heard)?.[1] ?? '{}');

	it('is heard by a colleague, with the name', async () => {
		expect(read(await tellOfGreta(caller('nuno')))).toEqual(told);
	});

	it('is heard at another server process, too', async () => {
		const other = await startTestApp({
			env: { DATABASE_URL: company.url, WAYPOST_LOG_LEVEL: 'error' }
		});
		const nuno = await Caller.signIn(other.address, 'nuno');
		expect(read(await tellOfGreta(nuno))).toEqual(told);
		await other.end();
	});

	it('is heard again when the connection that listens was lost', async () => {
		const client = new pg.Client({ connectionString: company.url });
		await client.connect();
		const { rowCount } = await client.query(
			`select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and query = 'listen waypost_told'`
		);
		await client.end();
		expect(rowCount).toBe(1);
		const heard = await readLive(caller('nuno'), async (live) => {
			await live.until(/"telemetry"/);
			// What is told before the process listens again reaches nobody.
			const again = setInterval(() => void say('greta', { ticket, is: 'writing' }), 500);
			await live.until(/"presence"/).finally(() => clearInterval(again));
		});
		expect(read(heard)).toEqual(told);
	});

	it('SYNC-AUD: is not heard by the requester, nor by the one who writes', async () => {
		for (const key of ['rosa', 'greta'] as const) {
			const heard = await heardBy(key, async () => {
				await tellOfGreta(caller('nuno'));
				await touch();
			});
			expect([key, heard.includes('presence')]).toEqual([key, false]);
		}
	});

	it('SYNC-AUD: a ticket of others answers as one that does not exist, and nobody hears of it', async () => {
		const heard = await heardBy('nuno', async () => {
			const [hidden, missing] = [
				await say('jonas', { ticket, is: 'writing' }),
				await say('jonas', { ticket: 'none', is: 'writing' })
			];
			expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
			await touch();
		});
		expect(heard).not.toContain('presence');
	});

	it.each([
		['nothing', {}],
		['another word', { ticket, is: 'sleeping' }],
		['a name of one’s own', { ticket, is: 'writing', name: 'The boss' }],
		['no id', { ticket: '../x', is: 'writing' }]
	])('refuses %s', async (_what, body) => {
		expect(await say('nuno', body)).toMatchObject({ status: 400, code: 'bad_request' });
	});

	it('leaves no trace in any table', async () => {
		const client = new pg.Client({ connectionString: company.url });
		await client.connect();
		const count = async () => {
			const { rows } = await client.query<{ v: string }>(
				`select (select max(v) from sync_clock)::text || '/' || (select count(*) from audit_entry) v`
			);
			return rows[0]?.v;
		};
		const before = await count();
		await say('nuno', { ticket, is: 'writing' });
		expect(await count()).toBe(before);
		await client.end();
	});

	it('is bounded: one who says it without end is told to wait', async () => {
		const answers = [];
		for (let tries = 0; tries < 70; tries += 1)
			answers.push((await say('nuno', { ticket, is: 'writing' })).status);
		expect(new Set(answers)).toEqual(new Set([204, 429]));
		expect((await say('rosa', { ticket, is: 'writing' })).status).toBe(204);
	});
});
