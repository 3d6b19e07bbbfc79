import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { emailOf } from '#server/seed/people.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';
import { openCompany, type Company } from '#test/support/api.ts';

let company: Company;
let client: pg.Client;
beforeAll(async () => {
	company = await openCompany();
	client = new pg.Client({ connectionString: company.url });
	await client.connect();
});
afterAll(async () => {
	await client.end();
	await company.end();
});

async function enter(email: string): Promise<number> {
	const response = await fetch(`${company.app.address}/api/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ email, password: DEMO_PASSWORD })
	});
	return response.status;
}

/** Waits for the database to say so; the test's own limit is the only one. */
async function until(text: string, values: readonly unknown[]): Promise<void> {
	while ((await client.query(text, [...values])).rowCount === 0)
		await client.query('select pg_sleep(0.1)');
}

const hasAddress = 'select from auth."user" where id = $1 and email = $2';
const isUndone = 'select from pgboss.job where name = $1 and state = $2';

it('SYNC-EFFECT: who gets another e-mail address signs in with it, and no longer with the old one', async () => {
	const ada = await company.signIn('ada');
	const rosa = await company.signIn('rosa');
	const edit = (email: string) =>
		ada.command('identity.editPerson', { person: rosa.subject, changes: { email } });
	expect((await edit('Rosa.Klein@alder-finch.example')).status).toBe(200);
	await until(hasAddress, [rosa.subject, 'rosa.klein@alder-finch.example']);
	expect(await enter('rosa.klein@alder-finch.example')).toBe(200);
	expect(await enter(emailOf('rosa'))).toBe(401);
	// Whoever is in stays in.
	expect((await rosa.send('/api/session')).status).toBe(200);
});

it('an address that another account has changes no sign-in, and is tried again', async () => {
	const ada = await company.signIn('ada');
	const person = seedIds.person('timo');
	const email = emailOf('greta');
	await ada.command('identity.editPerson', { person, changes: { email } });
	await until(isUndone, ['account-email', 'retry']);
	expect(await enter(emailOf('timo'))).toBe(200);
	await client.query(`update auth."user" set email = 'greta@else.example' where email = $1`, [
		email
	]);
	await until(hasAddress, [person, email]);
});
