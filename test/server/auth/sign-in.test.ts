import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { seedIds, seedSignIns } from '#server/seed/company.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';
import { openCompany, type Company } from '#test/support/api.ts';
import { answerOf } from '#test/support/caller.ts';

let company: Company;
beforeAll(async () => void (company = await openCompany()));
afterAll(() => company.end());

function attempt(email: string, password: string, headers: Record<string, string> = {}) {
	return fetch(`${company.app.address}/api/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify({ email, password })
	}).then(answerOf);
}

async function query(text: string, values: readonly unknown[] = []) {
	const client = new pg.Client({ connectionString: company.url });
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(text, [...values])).rows;
	} finally {
		await client.end();
	}
}

describe('sign-in', () => {
	it('opens a session for one person of every role, in a cookie that no script reads', async () => {
		for (const { email, subject, role } of seedSignIns()) {
			const answer = await attempt(email.toUpperCase(), DEMO_PASSWORD);
			expect(answer.status).toBe(200);
			expect(answer.body).toMatchObject({
				subject,
				roles: expect.arrayContaining([role]) as unknown
			});
			const [cookie = ''] = answer.headers.getSetCookie();
			expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
			const who = await fetch(`${company.app.address}/api/session`, {
				headers: { cookie: cookie.split(';')[0] ?? '' }
			}).then(answerOf);
			expect(who.body).toEqual(answer.body);
			expect(who.headers.get('cache-control')).toBe('no-store');
		}
	});

	it('answers a wrong password and an unknown address alike', async () => {
		const wrong = await attempt(emailOf('clara'), 'not the password');
		const unknown = await attempt('nobody@alder-finch.example', 'not the password');
		expect(wrong.status).toBe(401);
		expect(wrong.body).toEqual({ error: { code: 'wrong_credentials' } });
		expect(unknown.text).toBe(wrong.text);
		expect(wrong.headers.getSetCookie()).toEqual([]);
	});

	it.each([
		[{ email: 'a@b', password: '' }, 'password'],
		[{ email: 'a\u0000@b', password: 'x' }, 'email'],
		[{ email: ['a@b'], password: 'x' }, 'email'],
		[{ email: 'a@b', password: 'x', role: 'admin' }, 'role'],
		[null, 'body']
	])('names the field of bad input: %j', async (body, field) => {
		const answer = await fetch(`${company.app.address}/api/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		}).then(answerOf);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({ error: { code: 'bad_request', field } });
	});

	it('locks the account for that address after ten tries, the right password included', async () => {
		for (let tries = 0; tries < 10; tries += 1) {
			expect((await attempt(emailOf('malik'), `guess ${tries}`)).status).toBe(401);
		}
		const locked = await attempt(emailOf('malik'), DEMO_PASSWORD);
		expect(locked.status).toBe(429);
		expect(locked.code).toBe('too_many_attempts');
		expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
		expect((await attempt(emailOf('greta'), DEMO_PASSWORD)).status).toBe(200);
	});

	it('is refused from a foreign page, even with the right password', async () => {
		for (const headers of [
			{ origin: 'https://evil.example' },
			{ 'sec-fetch-site': 'cross-site' }
		]) {
			const answer = await attempt(emailOf('rosa'), DEMO_PASSWORD, headers);
			expect(answer.status).toBe(403);
			expect(answer.code).toBe('cross_origin');
		}
	});

	it('keeps passwords and the address of the client only in forms that it needs', async () => {
		const [account] = await query('select password from auth.account where "userId" = $1', [
			seedIds.person('rosa')
		]);
		expect(account?.['password']).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
		await attempt(emailOf('rosa'), DEMO_PASSWORD, { 'x-forwarded-for': '203.0.113.9' });
		const addresses = await query('select distinct "ipAddress" from auth.session');
		expect(JSON.stringify(addresses)).not.toContain('203.0.113.9');
	});
});

describe('a session', () => {
	it('ends with the sign-out, for every request after it', async () => {
		const amir = await company.signIn('rosa');
		const out = await amir.send('/api/session', { method: 'DELETE' });
		expect(out.status).toBe(204);
		expect(out.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/);
		const after = await amir.send('/api/session');
		expect(after.body).toEqual({ error: { code: 'unauthenticated' } });
	});

	it('of somebody who is deactivated still cleans the device, and cannot be had anew', async () => {
		const key: PersonKey = 'timo';
		const timo = await company.signIn(key);
		const ada = await company.signIn('ada');
		const done = await ada.command('identity.deactivate', { person: seedIds.person(key) });
		expect(done.status).toBe(200);
		expect((await timo.pull()).body).toMatchObject({ held: [] });
		expect((await timo.send('/api/session')).body).toMatchObject({ roles: [], teams: [] });
		expect((await timo.send('/api/sync/live')).code).toBe('forbidden');
		expect((await timo.run('tickets.watch', { ticket: 'x' })).failure?.code).toBe('forbidden');
		expect((await attempt(emailOf(key), DEMO_PASSWORD)).code).toBe('wrong_credentials');
	});

	it.each([
		'waypost.session_token=',
		'waypost.session_token=abc.def',
		'waypost.session_token=%00%ff',
		`waypost.session_token=${'x'.repeat(3000)}`,
		'__proto__=1; waypost.session_token=null'
	])('is not had with a forged cookie: %s', async (cookie) => {
		for (const path of ['/api/session', '/api/openapi.json', '/api/sync/live']) {
			const answer = await fetch(`${company.app.address}${path}`, { headers: { cookie } }).then(
				answerOf
			);
			expect(answer.status).toBe(401);
			expect(answer.body).toEqual({ error: { code: 'unauthenticated' } });
		}
	});

	it('whose token was signed with another key counts for nothing', async () => {
		const rosa = await company.signIn('rosa');
		const [name = '', value = ''] = rosa.cookie.split('=');
		const [token = ''] = value.split('.');
		const forged = `${name}=${token}.${'A'.repeat(43)}%3D`;
		const answer = await fetch(`${company.app.address}/api/session`, {
			headers: { cookie: forged }
		});
		expect(answer.status).toBe(401);
	});
});
