import { describe, expect, it } from 'vitest';
import { startTestApp } from '#test/support/app.ts';
import { databaseForTest } from '#test/support/postgres.ts';
import { poolOn } from '../sync/notes.ts';
import { waypost } from './waypost.ts';

const words = (email: string, name: string, ...more: string[]) => [
	...['admin', 'create', '--email', email, '--name', name],
	...more
];

interface Told {
	readonly subject?: string;
	readonly password?: string;
	readonly error?: { readonly code: string; readonly field: string };
}

async function create(url: string, given: readonly string[], input = '') {
	const { code, out, err } = await waypost(given, { env: { DATABASE_URL: url }, input });
	return { code, err, told: JSON.parse(out) as Told };
}

describe('admin create', () => {
	it('the server tells that nobody can sign in; the command makes an administrator, who can', async () => {
		const url = await databaseForTest();
		const app = await startTestApp({ env: { DATABASE_URL: url } });
		expect(app.output()).toContain('npm run -s waypost -- admin create');
		const { code, err, told } = await create(url, words('Ina@Example.org', 'Ina Berg'));
		expect([code, err]).toEqual([0, '']);
		const { subject = '', password = '' } = told;
		expect(password.length).toBeGreaterThanOrEqual(20);

		const enter = (email: string) =>
			fetch(`${app.address}/api/session`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ email, password })
			});
		const answer = await enter('ina@example.org');
		const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
		expect(await answer.json()).toMatchObject({
			subject,
			name: 'Ina Berg',
			roles: ['requester', 'admin']
		});
		const added = await fetch(`${app.address}/api/commands/identity.addTeam`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', cookie, 'idempotency-key': subject },
			body: JSON.stringify({ name: 'Desk' })
		});
		expect(await added.json()).toMatchObject({ kind: 'applied' });
		await app.end();

		const again = await startTestApp({ env: { DATABASE_URL: url } });
		expect(again.output()).not.toContain('admin create');
		await again.end();
	});

	it('takes the password from stdin, shows it nowhere, and makes nobody a second time', async () => {
		const url = await databaseForTest();
		const given = words('ina@example.org', 'Ina Berg', '--password-stdin');
		const first = await create(url, given, 'correct horse battery\n');
		expect(first).toMatchObject({ code: 0, told: { email: 'ina@example.org' } });
		expect(first.told).not.toHaveProperty('password');
		const second = await create(url, words('INA@example.org', 'Somebody Else'));
		expect([second.code, second.told.error]).toMatchObject([
			2,
			{ code: 'account_exists', field: 'email' }
		]);
		const { rows } = await poolOn(url, 1).query('select name, email from person');
		expect(rows).toEqual([{ name: 'Ina Berg', email: 'ina@example.org' }]);
	});

	it('goes on where a run was cut short, and leaves a person without a sign-in alone', async () => {
		const url = await databaseForTest();
		await create(url, words('ina@example.org', 'Ina Berg'));
		const pool = poolOn(url, 1);
		await pool.query('delete from auth."user"');
		const resumed = await create(url, words('ina@example.org', 'Ina Berg'));
		expect(resumed.code).toBe(0);
		await pool.query('delete from auth."user"');
		await pool.query(`update person set email = 'Jo@example.org'`);
		const other = await create(url, words('jo@example.org', 'Jo Lund'));
		expect([other.code, other.told.error]).toMatchObject([2, { code: 'person_exists' }]);
		const { rows } = await pool.query('select count(*) as people from person');
		expect(rows).toEqual([{ people: 1 }]);
	});

	it.each([
		['no address', ['admin', 'create', '--name', 'Ina'], '', 'email'],
		['what is no address', words('ina', 'Ina'), '', 'email'],
		['no name', ['admin', 'create', '--email', 'ina@example.org'], '', 'name'],
		['a blank name', words('ina@example.org', ' '), '', 'name'],
		[
			'a short password',
			words('ina@example.org', 'Ina', '--password-stdin'),
			'short\n',
			'password'
		],
		['an empty stdin', words('ina@example.org', 'Ina', '--password-stdin'), '', 'password'],
		[
			'an endless password',
			words('ina@example.org', 'Ina', '--password-stdin'),
			'x'.repeat(129),
			'password'
		]
	])('refuses %s and touches no database', async (_, given, input, field) => {
		const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';
		const { code, told } = await create(nowhere, given, input);
		expect([code, told.error]).toMatchObject([2, { code: 'bad_field', field }]);
	});
});
