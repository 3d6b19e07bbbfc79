import pg from 'pg';
import { expect, it } from 'vitest';
import { Caller } from '#test/support/caller.ts';
import { startTestApp } from '#test/support/app.ts';
import { databaseForTest } from '#test/support/postgres.ts';

async function countsIn(url: string) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query<Record<string, number>>(
		`select (select count(*) from person)::int as people, (select count(*) from ticket)::int as tickets,
			(select count(*) from auth."user")::int as users`
	);
	await client.end();
	return rows[0];
}

it('the demo is planted once: a second start keeps what people did, and plain starts plant nothing', async () => {
	const url = await databaseForTest();
	const plain = await startTestApp({ env: { DATABASE_URL: url } });
	await plain.end();
	expect(plain.output()).not.toContain('Sign in as');
	expect(await countsIn(url)).toEqual({ people: 0, tickets: 0, users: 0 });

	const env = { DATABASE_URL: url, WAYPOST_DEMO: '1' };
	const first = await startTestApp({ env });
	expect(first.output()).toMatch(/agent +greta@alder-finch\.example +waypost-demo/);
	const greta = await Caller.signIn(first.address, 'greta');
	const incident = { kind: 'incident', title: 'Mine', description: '', answers: [] };
	expect((await greta.run('tickets.create', incident)).kind).toBe('applied');
	await first.end();
	const before = await countsIn(url);
	expect(before?.['users']).toBe(7);

	const second = await startTestApp({ env });
	expect(second.output()).not.toContain('Planting');
	expect(
		(await (
			await fetch(`${second.address}/api/session`, { headers: { cookie: greta.cookie } })
		).json()) as object
	).toMatchObject({ name: 'Greta Sommer' });
	await second.end();
	expect(await countsIn(url)).toEqual(before);
});
