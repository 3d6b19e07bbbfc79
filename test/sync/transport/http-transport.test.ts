import { describe, expect, it } from 'vitest';
import type { Page, SyncRefusal } from '#sync/protocol/index.ts';
import { TransportFailure, type Transport } from '#sync/replica/index.ts';
import { HttpTransport } from '#sync/transport/index.ts';

/** A way that always gives this answer. Timers are run by hand. */
function wayWith(answer: () => Response | Promise<Response>) {
	const timers = new Set<{ ms: number; task: () => void }>();
	const transport: Transport = new HttpTransport({
		fetch: async (_, { signal }) => {
			const response = await answer();
			signal?.throwIfAborted();
			return response;
		},
		after: (ms, task) => {
			const timer = { ms, task };
			timers.add(timer);
			return () => timers.delete(timer);
		}
	});
	return { transport, timers };
}

const json = (status: number, body: unknown) => () =>
	new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const html = (status: number) => () =>
	new Response('<html>Welcome to our hotel</html>', {
		status,
		headers: { 'content-type': 'text/html' }
	});
const cut = () =>
	new Response('{"last": 3, "outc', { headers: { 'content-type': 'application/json' } });

const pushAnswer = { last: 3, outcomes: [], v: { main: 7, telemetry: 0 }, serverAt: 1 };
const push = (transport: Transport) => transport.push({} as never);

describe('SYNC-P11, SYNC-P13, SYNC-P14: an answer to a push', () => {
	it.each([
		['JSON of the right shape', json(200, pushAnswer), pushAnswer],
		['a refusal with 409', json(409, { error: { code: 'gap' } }), { error: { code: 'gap' } }],
		[
			'a refusal with 403',
			json(403, { error: { code: 'wrong_subject' } }),
			{ error: { code: 'wrong_subject' } }
		]
	])('%s is an answer', async (_, answer, expected) => {
		expect(await push(wayWith(answer).transport)).toEqual(expected);
	});

	it.each([
		['401 of ours', json(401, { error: { code: 'unauthenticated' } }), 'signed_out'],
		['401 of a proxy', html(401), 'offline'],
		['429', json(429, { error: { code: 'slow_down' } }), 'slow_down'],
		['500', json(500, { error: { code: 'busy' } }), 'server'],
		['502 with a page', html(502), 'server'],
		['503 of ours', json(503, { error: { code: 'busy' } }), 'server'],
		['a portal that answers 200', html(200), 'offline'],
		['a portal that answers 511', html(511), 'offline'],
		['a page for 404', html(404), 'offline'],
		['JSON of another shape', json(200, { hello: 'world' }), 'offline'],
		['JSON that is no object', json(200, 'ok'), 'offline'],
		['an error without a code', json(400, { error: {} }), 'offline'],
		['JSON cut off', cut, 'offline'],
		[
			'no connection',
			() => {
				throw new TypeError('Failed to fetch');
			},
			'offline'
		]
	])('%s is a failure of the way', async (_, answer, kind) => {
		const failed = push(wayWith(answer).transport);
		await expect(failed).rejects.toBeInstanceOf(TransportFailure);
		await expect(failed).rejects.toMatchObject({ kind });
	});

	it('one that never comes is given up', async () => {
		let give: (response: Response) => void = () => undefined;
		const { transport, timers } = wayWith(() => new Promise((resolve) => (give = resolve)));
		const asked = push(transport);
		for (const timer of timers) timer.task();
		give(json(200, pushAnswer)());
		await expect(asked).rejects.toMatchObject({ kind: 'offline' });
	});
});

describe('a snapshot', () => {
	const page = (after: number): Page =>
		({ run: 'r', after, next: after + 1, puts: [], complete: [], v: 1 }) as unknown as Page;
	const lines = (...texts: string[]) =>
		wayWith(
			() => new Response(texts.join(''), { headers: { 'content-type': 'application/x-ndjson' } })
		).transport;

	async function read(transport: Transport) {
		const pages: (Page | SyncRefusal)[] = [];
		let failed: unknown;
		try {
			for await (const item of transport.snapshot({} as never)) pages.push(item);
		} catch (error) {
			failed = error instanceof TransportFailure ? error.kind : error;
		}
		return { pages, failed };
	}
	const text = (...pages: unknown[]) => pages.map((item) => `${JSON.stringify(item)}\n`).join('');

	it('gives its pages in order', async () => {
		const { pages, failed } = await read(lines(text(page(1), page(2))));
		expect(pages).toEqual([page(1), page(2)]);
		expect(failed).toBeUndefined();
	});

	it.each([
		['cut in a line', text(page(1)) + '{"run":"r","af'],
		['cut before a line break', text(page(1)) + JSON.stringify(page(2))],
		['followed by rubbish', text(page(1)) + '<html>\n'],
		['followed by something else', text(page(1), { hello: 1 })]
	])('%s: pages that came whole count, then the way has failed', async (_, body) => {
		expect(await read(lines(body))).toEqual({ pages: [page(1)], failed: 'offline' });
	});

	it('a refusal may come instead of pages, and after some', async () => {
		const refused = { error: { code: 'scopes' } };
		expect(await read(wayWith(json(409, refused)).transport)).toEqual({ pages: [refused] });
		expect((await read(lines(text(page(1), refused)))).pages).toEqual([page(1), refused]);
	});

	it('`busy` in mid-stream is the way, not an answer', async () => {
		const { failed } = await read(lines(text(page(1), { error: { code: 'busy' } })));
		expect(failed).toBe('server');
	});

	it('SYNC-P14: a portal in its place is no page', async () => {
		expect(await read(wayWith(html(200)).transport)).toEqual({ pages: [], failed: 'offline' });
	});
});

describe('the stream of pokes', () => {
	function stream() {
		let send: ReadableStreamDefaultController<Uint8Array> | undefined;
		const way = wayWith(
			() =>
				new Response(new ReadableStream({ start: (given) => void (send = given) }), {
					headers: { 'content-type': 'text/event-stream' }
				})
		);
		const pokes: unknown[] = [];
		let ends = 0;
		const live = way.transport.live(
			(poke) => pokes.push(poke),
			() => (ends += 1)
		);
		const settle = async () => {
			for (let i = 0; i < 20; i++) await Promise.resolve();
		};
		return {
			...way,
			pokes,
			live,
			settle,
			ends: () => ends,
			send: (text: string) => send?.enqueue(new TextEncoder().encode(text)),
			finish: () => send?.close(),
			run: (ms: number) => {
				for (const timer of [...way.timers]) {
					if (timer.ms !== ms) continue;
					way.timers.delete(timer);
					timer.task();
				}
			}
		};
	}

	it('takes pokes however they are cut up, and nothing else', async () => {
		const { settle, send, pokes } = stream();
		await settle();
		send(': \n\nda');
		await settle();
		send('ta: {"space":"main","v":4}\n\ndata: {"space":"moon","v":1}\n\ndata: rubbish\n\n');
		await settle();
		expect(pokes).toEqual([{ space: 'main', v: 4 }]);
	});

	it('reports its end once', async () => {
		const { settle, finish, run, ends } = stream();
		await settle();
		finish();
		await settle();
		run(0);
		run(0);
		expect(ends()).toBe(1);
	});

	it('does not report the end that was asked for', async () => {
		const { settle, live, finish, run, ends } = stream();
		await settle();
		live.close();
		finish();
		await settle();
		run(0);
		expect(ends()).toBe(0);
	});

	it('every arrival puts off its death by silence: one timer of 40 s is on', async () => {
		const { settle, send, timers } = stream();
		await settle();
		send(': \n\n');
		await settle();
		expect([...timers].map((timer) => timer.ms)).toEqual([40_000]);
	});

	it('one that does not open reports it later each time', async () => {
		const { transport, timers } = wayWith(html(502));
		const gaps: number[] = [];
		for (let i = 0; i < 7; i++) {
			transport.live(
				() => undefined,
				() => undefined
			);
			for (let turn = 0; turn < 20; turn++) await Promise.resolve();
			gaps.push(...[...timers].map((timer) => timer.ms));
			timers.clear();
		}
		expect(gaps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
	});
});
