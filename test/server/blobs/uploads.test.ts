import { describe, expect, it } from 'vitest';
import { MAX_BLOB_BYTES } from '#domain/kernel/index.ts';
import { MAX_CHUNK_BYTES, MIN_CHUNK_BYTES, usualLimits } from '#server/blobs/limits.ts';
import { hashOf, someBytes, Uploader } from './files.ts';
import { ServedCompany } from './served-company.ts';

const SIZE = 2 * MAX_CHUNK_BYTES + 1_234;
const code = (answer: { body: unknown }) =>
	(answer.body as { error?: { code: string } }).error?.code;

describe('uploading', () => {
	it('SYNC-BLOB: goes on where it was cut, and a piece whose reply was lost is taken once', async () => {
		const company = await ServedCompany.found();
		const rosa = new Uploader(company, 'rosa');
		const bytes = someBytes(SIZE);
		const hash = hashOf(bytes);
		expect((await rosa.status(hash)).body).toEqual({ offset: 0, complete: false });
		const first = bytes.subarray(0, MAX_CHUNK_BYTES);
		const taken = { offset: MAX_CHUNK_BYTES, complete: false };
		expect((await rosa.put(hash, first, { offset: 0, size: SIZE })).body).toEqual(taken);
		expect((await rosa.put(hash, first, { offset: 0, size: SIZE })).body).toEqual(taken);
		expect((await rosa.status(hash)).body).toEqual(taken);
		const done = { offset: SIZE, complete: true };
		expect((await rosa.upload(bytes)).body).toEqual(done);
		expect((await rosa.status(hash)).body).toEqual(done);
		expect((await rosa.put(hash, first, { offset: 0, size: SIZE })).body).toEqual(done);
		const { rows } = await company.pool.query(
			`select sum(length(bytes))::int as sum from blob_chunk`
		);
		expect(rows).toEqual([{ sum: SIZE }]);
	});

	it('SYNC-BLOB: one person never learns that another has the same content, which is kept once', async () => {
		const company = await ServedCompany.found();
		const [rosa, jonas] = [new Uploader(company, 'rosa'), new Uploader(company, 'jonas')];
		const bytes = someBytes(SIZE);
		const hash = hashOf(bytes);
		await rosa.upload(bytes);
		expect((await jonas.status(hash)).body).toEqual({ offset: 0, complete: false });
		const first = await jonas.put(hash, bytes.subarray(0, MAX_CHUNK_BYTES), {
			offset: 0,
			size: SIZE
		});
		expect(first.body).toEqual({ offset: MAX_CHUNK_BYTES, complete: false });
		expect((await jonas.upload(bytes)).body).toEqual({ offset: SIZE, complete: true });
		const { rows } = await company.pool.query(
			`select sum(length(bytes))::int as sum from blob_chunk`
		);
		expect(rows).toEqual([{ sum: SIZE }]);
	});

	it('names the offset when a piece comes out of order', async () => {
		const rosa = new Uploader(await ServedCompany.found(), 'rosa');
		const bytes = someBytes(SIZE);
		const hash = hashOf(bytes);
		const later = bytes.subarray(MAX_CHUNK_BYTES, 2 * MAX_CHUNK_BYTES);
		const refused = { error: { code: 'offset', field: 'offset', facts: { offset: 0 } } };
		const tooEarly = await rosa.put(hash, later, { offset: MAX_CHUNK_BYTES, size: SIZE });
		expect(tooEarly).toEqual({ status: 409, body: refused });
		expect((await rosa.upload(bytes)).body).toEqual({ offset: SIZE, complete: true });
	});

	it('begins again at 0 when the bytes are not what the hash says', async () => {
		const company = await ServedCompany.found();
		const rosa = new Uploader(company, 'rosa');
		const bytes = someBytes(SIZE);
		const hash = hashOf(bytes);
		const wrong = Buffer.from(bytes);
		wrong[SIZE - 1] = (wrong[SIZE - 1] ?? 0) ^ 1;
		expect(await rosa.upload(wrong, hash)).toEqual({
			status: 422,
			body: { error: { code: 'wrong_hash', field: 'hash' } }
		});
		expect((await rosa.status(hash)).body).toEqual({ offset: 0, complete: false });
		expect((await company.pool.query('select from blob_chunk')).rowCount).toBe(0);
		expect((await rosa.upload(bytes)).body).toEqual({ offset: SIZE, complete: true });
	});

	it('takes nothing at all, and the largest there may be, and no byte more', async () => {
		const rosa = new Uploader(await ServedCompany.found(), 'rosa');
		expect((await rosa.upload(someBytes(0))).body).toEqual({ offset: 0, complete: true });
		const largest = Buffer.alloc(MAX_BLOB_BYTES, 7);
		expect((await rosa.upload(largest)).body).toEqual({ offset: MAX_BLOB_BYTES, complete: true });
		const larger = await rosa.put('a'.repeat(64), Buffer.alloc(9), {
			offset: 0,
			size: MAX_BLOB_BYTES + 1
		});
		expect([larger.status, code(larger)]).toEqual([413, 'too_large']);
	});

	it('UX-BAD-INPUT: tells what is wrong with a request', async () => {
		const rosa = new Uploader(await ServedCompany.found(), 'rosa');
		const hash = 'a'.repeat(64);
		const size = MAX_CHUNK_BYTES * 2;
		const cases = [
			['A'.repeat(64), 9, { offset: 0, size: 9 }, 400, 'hash'],
			['../../etc', 9, { offset: 0, size: 9 }, 400, 'hash'],
			[hash, 9, { offset: -1, size: 9 }, 400, 'offset'],
			[hash, 9, { offset: '1e3', size: 9 }, 400, 'offset'],
			[hash, 9, { offset: 0, size: '' }, 400, 'size'],
			[hash, 9, { offset: 0, size: 8 }, 400, 'size'],
			[hash, MIN_CHUNK_BYTES - 1, { offset: 0, size }, 400, 'body'],
			[hash, MAX_CHUNK_BYTES + 1, { offset: 0, size }, 413, 'body'],
			[hash, 10_000_000, { offset: 0, size: 10_000_000 }, 413, 'body']
		] as const;
		for (const [name, length, query, status, field] of cases) {
			const answer = await rosa.put(name, Buffer.alloc(length), query);
			expect(answer).toMatchObject({ status, body: { error: { field } } });
		}
		const begun = await rosa.put(hash, Buffer.alloc(MAX_CHUNK_BYTES), { offset: 0, size });
		expect(begun.status).toBe(200);
		const other = await rosa.put(hash, Buffer.alloc(9), { offset: 0, size: 9 });
		expect(other.body).toEqual({ error: { code: 'bad_request', field: 'size', facts: { size } } });
	});

	it('bounds what one person begins in a day, and no one else', async () => {
		const limits = { ...usualLimits, dailyBytes: 10_000, dailyCount: 3 };
		const company = await ServedCompany.found(limits);
		const [rosa, jonas] = [new Uploader(company, 'rosa'), new Uploader(company, 'jonas')];
		expect((await rosa.upload(someBytes(6_000))).status).toBe(200);
		expect(code(await rosa.upload(someBytes(6_000)))).toBe('quota');
		expect((await jonas.upload(someBytes(6_000))).status).toBe(200);
		for (const size of [1, 2]) expect((await rosa.upload(someBytes(size))).status).toBe(200);
		expect(await rosa.upload(someBytes(3))).toMatchObject({ status: 429 });
		await company.pool.query(`update blob_upload set started_at = now() - interval '25 hours'`);
		expect((await rosa.upload(someBytes(6_000))).status).toBe(200);
	});

	it('two tabs that upload the same content at once make one upload', async () => {
		const company = await ServedCompany.found();
		const bytes = someBytes(SIZE);
		const tabs = [1, 2, 3].map(() => new Uploader(company, 'rosa'));
		const answers = await Promise.all(tabs.map((tab) => tab.upload(bytes)));
		for (const { body } of answers) expect(body).toEqual({ offset: SIZE, complete: true });
	});
});
