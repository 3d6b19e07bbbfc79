/** What every endpoint does with what it should not be given (issue section 4). */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompany, type Company } from '#test/support/api.ts';
import { answerOf, type Caller } from '#test/support/caller.ts';

let company: Company;
let greta: Caller;
beforeAll(async () => {
	company = await openCompany();
	greta = await company.signIn('greta');
});
afterAll(() => company.end());

const takers = [
	'/api/sync/push',
	'/api/sync/pull',
	'/api/sync/snapshot',
	'/api/sync/detail',
	'/api/commands/tickets.create'
] as const;
const askers = ['/api/sync/live', '/api/openapi.json', '/api/session'] as const;
const key = { 'idempotency-key': '018f0000-0000-7000-8000-000000000001' };

function expectError(answer: { status: number; headers: Headers; body: unknown }) {
	expect(answer.headers.get('content-type')).toBe('application/json');
	expect(answer.headers.get('cache-control')).toBe('no-store');
	expect(answer.body).toMatchObject({
		error: { code: expect.stringMatching(/^[\w.]+$/) as unknown }
	});
}

describe('every endpoint', () => {
	it.each([...takers, ...askers])(
		'SYNC-P11: %s tells somebody signed out so, with 401',
		async (path) => {
			const isTaker = (takers as readonly string[]).includes(path);
			const answer = await fetch(`${company.app.address}${path}`, {
				method: isTaker ? 'POST' : 'GET',
				headers: { 'content-type': 'application/json' },
				...(isTaker ? { body: '{}' } : {})
			}).then(answerOf);
			expect(answer.status).toBe(401);
			expect(answer.body).toEqual({ error: { code: 'unauthenticated' } });
		}
	);

	it.each(takers)('%s refuses other content types', async (path) => {
		for (const type of [
			'text/plain',
			'application/x-www-form-urlencoded',
			'text/html',
			'application/json; charset=latin1'
		]) {
			const answer = await greta.post(path, '{}', { ...key, 'content-type': type });
			expect(answer.status).toBe(415);
			expectError(answer);
		}
	});

	it.each(takers)('%s refuses a foreign page', async (path) => {
		for (const headers of [
			{ origin: 'https://evil.example' },
			{ origin: 'null' },
			{ 'sec-fetch-site': 'same-site' }
		]) {
			const answer = await greta.post(path, '{}', { ...key, ...headers });
			expect(answer.status).toBe(403);
			expect(answer.code).toBe('cross_origin');
		}
	});

	it.each(takers)(
		'%s refuses 10 MB, with and without a length, and answers all the same',
		async (path) => {
			const huge = JSON.stringify({ a: 'x'.repeat(10 * 1024 * 1024) });
			const known = await greta.post(path, huge, key);
			expect(known.status).toBe(413);
			expect(known.body).toMatchObject({ error: { code: 'too_large', field: 'body' } });
			const chunked = await sendChunked(path, huge);
			expect(chunked).toBe(413);
		}
	);

	it.each(takers)(
		'%s refuses what is no UTF-8, no JSON, too deep, or reaches for a prototype',
		async (path) => {
			const bodies = [
				Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
				'<html><body>Sign in to the hotel network</body></html>',
				'',
				'{"proto":1',
				`{"proto":1,"schema":1,"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
				'{"__proto__":{"subject":"system"}}',
				'{"proto":1,"schema":1,"cookie":{"\\u005f_proto__":{"scopes":["admin"]}}}'
			];
			for (const body of bodies) {
				const answer = await greta.send(path, {
					method: 'POST',
					headers: { 'content-type': 'application/json', ...key },
					body
				});
				expect(answer.status).toBe(400);
				expectError(answer);
			}
		}
	);

	it.each([
		['PUT', '/api/sync/push', 405],
		['GET', '/api/sync/pull', 405],
		['DELETE', '/api/sync/live', 405],
		['POST', '/api/openapi.json', 405],
		['PATCH', '/api/session', 405],
		['GET', '/api', 404],
		['POST', '/api/sync', 404],
		['POST', '/api/sync/push/more', 404],
		['GET', '/api/../api/nothing', 404],
		['POST', '/api/commands/tickets.create/x', 404],
		['GET', '/api/%E0%A4%A', 400]
	])('%s %s is answered in JSON with %i', async (method, path, status) => {
		const answer = await greta.send(path, { method, headers: { accept: 'text/html' } });
		expect(answer.status).toBe(status);
		expectError(answer);
	});
});

describe('a message', () => {
	it('names the field at fault', async () => {
		const cookie = await greta.openCookie();
		const bad: [Promise<{ body: unknown }>, string][] = [
			[greta.pull(cookie, { extra: 1 }), 'extra'],
			[greta.pull({ ...cookie, scopes: ['x', 1] }), 'cookie.scopes.1'],
			[greta.pull(cookie, { acked: -1 }), 'acked'],
			[greta.snapshot(cookie, { v0: cookie.spaces.main.v + 9 }), 'v0'],
			[greta.detail(cookie, []), 'roots'],
			[greta.push([{ ...greta.mutation('x', {}), id: 'one' }]), 'mutations.0.id']
		];
		for (const [answer, field] of bad) {
			expect((await answer).body).toEqual({ error: { code: 'bad_request', field } });
		}
	});

	it('with a thousand mutations is refused as a whole, and nothing of it happens', async () => {
		const device = await company.signIn('greta');
		const many = Array.from({ length: 1_000 }, () =>
			device.mutation('tickets.watch', { ticket: 't' })
		);
		const answer = await device.push(many);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({ error: { code: 'bad_request', field: 'mutations' } });
		expect((await device.push(many.slice(0, 100))).body).toMatchObject({ last: 100 });
	});

	it('SYNC-P3: one bad mutation fails alone, with its outcome; the others are applied', async () => {
		const device = await company.signIn('rosa');
		let deep: unknown = 1;
		for (let level = 0; level < 40; level += 1) deep = [deep];
		const create = { kind: 'incident', title: 'Scanner', description: '', answers: [] };
		const answer = await device.push([
			device.mutation('tickets.create', create),
			device.mutation('nothing.known', {}),
			device.mutation('tickets.create', { ...create, title: deep }),
			device.mutation('tickets.create', { ...create, title: 'a\u0000b' }),
			device.mutation('tickets.create', { ...create, title: '\ud800' }),
			device.mutation('tickets.create', { ...create, extra: 1 }),
			device.mutation('tickets.create', create)
		]);
		expect(answer.status).toBe(200);
		const { outcomes } = answer.body as {
			outcomes: { kind: string; failure?: { code: string } }[];
		};
		expect(outcomes.map(({ kind, failure }) => failure?.code ?? kind)).toEqual([
			'applied',
			'unknown_mutator',
			'bad_args',
			'bad_args',
			'bad_args',
			'bad_args',
			'applied'
		]);
	});

	it('SYNC-P12: of another subject is refused, whatever the endpoint, and changes nothing', async () => {
		const rosa = await company.signIn('rosa');
		const cookie = await greta.openCookie();
		const foreign = { subject: greta.subject };
		for (const answer of [
			await rosa.push([rosa.mutation('tickets.watch', { ticket: 't' })], foreign),
			await rosa.pull(cookie, foreign),
			await rosa.snapshot(cookie, foreign),
			await rosa.post('/api/sync/detail', {
				...rosa.envelope,
				...foreign,
				cookie,
				roots: [{ table: 'ticket', id: 't' }]
			})
		]) {
			expect(answer.status).toBe(403);
			expect(answer.body).toEqual({ error: { code: 'wrong_subject' } });
		}
		expect((await rosa.pull()).body).toMatchObject({ last: 0, outcomes: [] });
	});

	it('SYNC-P11: a session that ends between two pushes holds the second, which a new sign-in delivers', async () => {
		const device = await company.signIn('petra');
		const first = device.mutation('tickets.watch', { ticket: 't' });
		expect((await device.push([first])).status).toBe(200);
		await device.send('/api/session', { method: 'DELETE' });
		const second = device.mutation('tickets.watch', { ticket: 't' });
		expect((await device.push([second])).status).toBe(401);
		const again = await company.signIn('petra');
		again.group = device.group;
		expect((await again.push([second])).body).toMatchObject({ last: 2 });
	});
});

describe('a command', () => {
	const create = { kind: 'incident', title: 'Door', description: '', answers: [] };

	it('runs once under one key, and answers its outcome again', async () => {
		const first = await greta.command('tickets.create', create, key['idempotency-key']);
		const again = await greta.command('tickets.create', create, key['idempotency-key']);
		expect(first.status).toBe(200);
		expect(again.text).toBe(first.text);
	});

	it.each([
		['without a key', {}, 'idempotency-key'],
		['with a key that is no UUID', { 'idempotency-key': 'x'.repeat(500) }, 'idempotency-key']
	])('%s is refused', async (_title, headers, field) => {
		const answer = await greta.post('/api/commands/tickets.create', create, headers);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({ error: { code: 'bad_request', field } });
	});

	it('that is unknown, forbidden or badly said has its own code', async () => {
		expect((await greta.command('tickets.explode', {})).code).toBe('unknown_command');
		expect((await greta.command('__proto__', {})).code).toBe('unknown_command');
		const badly = await greta.command('tickets.create', { ...create, title: '' });
		expect([badly.status, badly.body]).toEqual([
			400,
			{ error: { code: 'bad_args', field: 'title' } }
		]);
		const forbidden = await greta.command('identity.addTeam', { name: 'Mine' });
		expect([forbidden.status, forbidden.code]).toEqual([403, 'forbidden']);
	});

	it('is described, each one, in the OpenAPI document', async () => {
		const { paths } = (await greta.send('/api/openapi.json')).body as {
			paths: Record<string, object>;
		};
		expect(Object.keys(paths)).toContain('/api/commands/tickets.create');
		expect(paths['/api/commands/tickets.comment']).toMatchObject({
			post: {
				requestBody: {
					content: {
						'application/json': { schema: { type: 'object', additionalProperties: false } }
					}
				}
			}
		});
	});
});

/** Without a content length, which `fetch` always knows for a string. Answers the status. */
function sendChunked(path: string, body: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const request = httpRequest(
			`${company.app.address}${path}`,
			{
				method: 'POST',
				headers: { 'content-type': 'application/json', cookie: greta.cookie, ...key }
			},
			(response) => {
				response.resume();
				response.on('end', () => resolve(response.statusCode));
			}
		);
		request.on('error', reject);
		for (let at = 0; at < body.length; at += 65_536) request.write(body.slice(at, at + 65_536));
		request.end();
	});
}
