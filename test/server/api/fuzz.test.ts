/** Random bytes and spoiled messages at every endpoint: a coded answer, never a 5xx, and no queue that stops moving. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '#domain/registry.ts';
import { openCompany, type Company } from '#test/support/api.ts';
import type { Answer, Caller } from '#test/support/caller.ts';
import { hostileValues, spoil } from '#test/support/hostile.ts';

let company: Company;
let greta: Caller;
let valid: Readonly<Record<string, object>>;
beforeAll(async () => {
	company = await openCompany();
	greta = await company.signIn('greta');
	const cookie = await greta.openCookie();
	const { envelope } = greta;
	const { scopes } = cookie;
	const at = { epoch: cookie.epoch, spaces: cookie.spaces };
	const v0 = cookie.spaces.main.v;
	const mutation = { ...greta.mutation('tickets.watch', { ticket: 't' }), id: 1 };
	valid = {
		'/api/sync/push': { ...envelope, at, attempt: 1, mutations: [mutation] },
		'/api/sync/pull': { ...envelope, cookie, acked: 0, audit: true },
		'/api/sync/snapshot': { ...envelope, cookie, run: envelope.group, scopes, v0, after: null },
		'/api/sync/detail': { ...envelope, cookie, roots: [{ table: 'ticket', id: 't' }] },
		'/api/commands/tickets.create': { kind: 'incident', title: 'x', description: '', answers: [] },
		'/api/session': { email: 'nobody@alder-finch.example', password: 'x' }
	};
});
afterAll(() => company.end());

const paths = [
	'/api/sync/push',
	'/api/sync/pull',
	'/api/sync/snapshot',
	'/api/sync/detail',
	'/api/commands/tickets.create'
] as const;
/** Its tries are counted, so it gets what never comes to a password. */
const anywhere = [...paths, '/api/session'] as const;
const key = { 'idempotency-key': '018f0000-0000-7000-8000-0000000000ff' };

function expectCoded(answer: Answer) {
	expect(answer.status).toBeLessThan(500);
	// A spoiled message may still be a valid one; a snapshot then answers lines, not one JSON value.
	if (answer.status === 200) return;
	const { body, code } = answer;
	expect(answer.headers.get('content-type')).toBe('application/json');
	expect([body, code]).toEqual([body, expect.stringMatching(/^[a-z_.]+$/)]);
}

async function expectAlive() {
	const device = await company.signIn('greta');
	const outcome = await device.run('tickets.create', {
		kind: 'incident',
		title: 'Still here',
		description: '',
		answers: []
	});
	expect(outcome.kind).toBe('applied');
}

describe('bad input over HTTP', () => {
	it.each(anywhere)('SYNC-P3: random bytes at %s get a coded answer', async (path) => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
				expectCoded(
					await greta.send(path, {
						method: 'POST',
						headers: { 'content-type': 'application/json', ...key },
						body: Buffer.from(bytes)
					})
				);
			}),
			{ numRuns: 40 }
		);
	});

	it.each(anywhere)('SYNC-P3: any JSON at %s gets a coded answer', async (path) => {
		await fc.assert(
			fc.asyncProperty(fc.json({ maxDepth: 6 }), async (text) => {
				expectCoded(await greta.post(path, text, key));
			}),
			{ numRuns: 40 }
		);
	});

	it.each(paths)(
		'SYNC-P3: a valid message at %s with one part spoiled gets a coded answer',
		async (path) => {
			await fc.assert(
				fc.asyncProperty(fc.nat(), hostileValues, async (pick, by) => {
					const text = JSON.stringify(spoil(valid[path], pick, by)) ?? 'null';
					expectCoded(await greta.post(path, text, key));
				}),
				{ numRuns: 150 }
			);
			await expectAlive();
		}
	);

	it('SYNC-P3: whatever the arguments of a mutation, its outcome comes and the queue moves on', async () => {
		const device = await company.signIn('rosa');
		const names = registry.mutators.map(({ name }) => name);
		// A key that reaches for a prototype is refused with the whole message, before anything looks at it.
		const args = fc
			.oneof(fc.jsonValue(), hostileValues)
			.filter((value) => !JSON.stringify(value).includes('"__proto__":'));
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(fc.constantFrom(...names, 'nothing.known'), args), {
					minLength: 1,
					maxLength: 4
				}),
				async (calls) => {
					const mutations = calls.map(([name, args]) => device.mutation(name, args ?? null));
					const answer = await device.push(JSON.parse(JSON.stringify(mutations)) as unknown[]);
					expect([answer.status, answer.text]).toEqual([200, answer.text]);
					const { outcomes, last } = answer.body as { outcomes: { kind: string }[]; last: number };
					expect(outcomes.map(({ kind }) => kind)).toEqual(calls.map(() => 'rejected'));
					expect(last).toBe(mutations.at(-1)?.id);
				}
			),
			// A try that was refused leaves a gap in the numbers, so shrinking would find that one.
			{ numRuns: 80, endOnFailure: true }
		);
		await expectAlive();
	});

	it('SYNC-P3: whatever surrounds the arguments, the push is refused or its queue moves on', async () => {
		const device = await company.signIn('greta');
		await fc.assert(
			fc.asyncProperty(fc.nat(), hostileValues, async (pick, by) => {
				const mutation = { ...greta.mutation('tickets.watch', { ticket: 't' }), id: 1 };
				device.group = crypto.randomUUID();
				const spoiled = JSON.parse(JSON.stringify(spoil(mutation, pick, by)) ?? 'null') as unknown;
				const answer = await device.push([spoiled]);
				expectCoded(answer);
				if (answer.status !== 200) return;
				const next = { ...mutation, id: 2, mid: crypto.randomUUID() };
				expect((await device.push([next])).body).toMatchObject({ last: 2 });
			}),
			{ numRuns: 100 }
		);
	});
});
