import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlobStore } from '#store/blobs/blob-store.ts';
import { httpUploads } from '#store/blobs/http-uploads.ts';
import { CHUNK_BYTES, Uploads, type UploadPort, type UploadState } from '#store/blobs/uploads.ts';
import { TransportFailure } from '#sync/replica/index.ts';
import { FakeDevice } from './support/fake-device.ts';

/** A server that keeps what arrives, and fails when told to. */
class FileServer implements UploadPort {
	readonly files = new Map<string, { bytes: number[]; size: number }>();
	/** Answers to lose or refuse, by number of the request. */
	faults = new Map<number, 'before' | 'after' | 'refuse'>();
	requests = 0;

	async status(hash: string) {
		return this.#faulty(async () => this.#stand(hash));
	}

	async put(hash: string, offset: number, chunk: ArrayBuffer, size: number) {
		expect(chunk.byteLength).toBeLessThanOrEqual(CHUNK_BYTES);
		return this.#faulty(async () => {
			const file = this.files.get(hash) ?? { bytes: [], size };
			this.files.set(hash, file);
			if (offset === file.bytes.length)
				for (const byte of new Uint8Array(chunk)) file.bytes.push(byte);
			return this.#stand(hash);
		});
	}

	#stand(hash: string) {
		const file = this.files.get(hash);
		const offset = file?.bytes.length ?? 0;
		return { offset, complete: file !== undefined && offset === file.size };
	}

	async #faulty<T>(work: () => Promise<T>): Promise<T | 'refused'> {
		const fault = this.faults.get(this.requests++);
		if (fault === 'before') throw new TransportFailure('offline');
		if (fault === 'refuse') return 'refused';
		const answer = await work();
		if (fault === 'after') throw new TransportFailure('offline');
		return answer;
	}
}

function setUp() {
	const store = new BlobStore(new FakeDevice().storage());
	const server = new FileServer();
	let states: ReadonlyMap<string, UploadState> = new Map();
	const world = { gen: 1, textWaits: false };
	const uploads = new Uploads({
		store,
		port: server,
		now: () => 5,
		gen: () => world.gen,
		mayGoOn: () => !world.textWaits,
		onChange: (now) => (states = new Map(now))
	});
	const add = (hash: string, bytes: Uint8Array<ArrayBuffer>) =>
		store.add(hash, { name: hash, mime: 'image/jpeg', bytes: bytes.buffer, addedAt: 1 });
	return { store, server, uploads, add, world, states: () => Object.fromEntries(states) };
}

describe('uploads', () => {
	it('UX-28, UX-44: arrive whole and once, whatever answers get lost on the way', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 3 * CHUNK_BYTES }),
				fc.uniqueArray(
					fc.tuple(fc.nat({ max: 8 }), fc.constantFrom('before' as const, 'after' as const)),
					{
						selector: ([at]) => at
					}
				),
				async (size, faults) => {
					const { server, uploads, add, states } = setUp();
					const bytes = Uint8Array.from({ length: size }, (_, at) => at % 251);
					server.faults = new Map(faults);
					await add('a', bytes);
					for (let turn = 0; turn <= faults.length; turn++)
						await uploads
							.run()
							.catch((error: unknown) => expect(error).toBeInstanceOf(TransportFailure));
					expect(server.files.get('a')?.bytes.length).toBe(size);
					expect(Uint8Array.from(server.files.get('a')?.bytes ?? [])).toEqual(bytes);
					expect(states()).toEqual({ a: 'sent' });
				}
			),
			{ numRuns: 25 }
		);
	});

	it('never hold up text: not one more chunk while some waits', async () => {
		const { server, uploads, add, world, states } = setUp();
		await add('a', new Uint8Array(2 * CHUNK_BYTES));
		world.textWaits = true;
		await uploads.run();
		expect(server.requests).toBe(0);
		world.textWaits = false;
		await uploads.run();
		expect(states()).toEqual({ a: 'sent' });
	});

	it('one that the server refuses has failed; the others go on', async () => {
		const { server, uploads, add, states } = setUp();
		await add('a', new Uint8Array(10));
		await add('b', new Uint8Array(10));
		server.faults.set(0, 'refuse');
		await uploads.run();
		expect(states()).toEqual({ a: 'failed', b: 'sent' });
	});

	it('SYNC-P1: another history of the server is offered the files of the last week again', async () => {
		const { server, uploads, add, world } = setUp();
		await add('a', new Uint8Array(10));
		await uploads.run();
		server.files.clear();
		world.gen = 2;
		await uploads.run();
		expect(server.files.get('a')?.bytes.length).toBe(10);
	});

	it('SYNC-P7: making room never takes what the server may not have', async () => {
		const { store, add } = setUp();
		await add('own', new Uint8Array(10));
		await store.cache('copy', {
			name: 'copy',
			mime: 'image/png',
			bytes: new ArrayBuffer(7),
			addedAt: 1
		});
		expect(await store.evict()).toBe(7);
		expect(await store.get('copy')).toBeUndefined();
		expect((await store.get('own'))?.bytes.byteLength).toBe(10);
	});
});

describe('SYNC-P14: what an answer to an upload means', () => {
	const answer = (status: number, body: string, type = 'application/json') =>
		httpUploads(
			async () => new Response(body, { status, headers: { 'content-type': type } })
		).status('a');

	it.each([
		[200, '{"offset":3,"complete":false}', { offset: 3, complete: false }],
		[404, '{"error":{"code":"not_found"}}', { offset: 0, complete: false }],
		[409, '{"offset":9,"complete":false}', { offset: 9, complete: false }],
		[413, '{"error":{"code":"too_large"}}', 'refused']
	])('%i %s', async (status, body, expected) => {
		expect(await answer(status, body)).toEqual(expected);
	});

	it.each([
		[200, '<html>', 'text/html', 'offline'],
		[200, '{"hello":1}', 'application/json', 'offline'],
		[401, '{}', 'application/json', 'signed_out'],
		[429, '{}', 'application/json', 'slow_down'],
		[503, '<html>', 'text/html', 'server']
	])('%i %s as %s fails: %s', async (status, body, type, kind) => {
		await expect(answer(status, body, type)).rejects.toMatchObject({ kind });
	});
});
