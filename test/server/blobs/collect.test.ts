import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { rowId } from '#domain/kernel/index.ts';
import { ticketAttachment } from '#domain/tickets/index.ts';
import { collectBlobs } from '#server/blobs/collect.ts';
import { MAX_CHUNK_BYTES } from '#server/blobs/limits.ts';
import { hashOf, someBytes, Uploader } from './files.ts';
import { ServedCompany } from './served-company.ts';

const ages = (pool: pg.Pool, days: number) =>
	pool.query(
		`with a as (update blob set touched_at = now() - make_interval(days => ${days}))
		update blob_upload set touched_at = now() - make_interval(days => ${days})`
	);

async function stored(pool: pg.Pool): Promise<number> {
	const { rows } = await pool.query<{ sum: number }>(
		'select coalesce(sum(length(bytes)), 0)::int as sum from blob_chunk'
	);
	return rows[0]?.sum ?? 0;
}

describe('collecting', () => {
	it('SYNC-BLOB: bytes that nobody names go after 30 days, others stay', async () => {
		const company = await ServedCompany.found();
		const rosa = new Uploader(company, 'rosa');
		const [kept, loose] = [someBytes(5_000), someBytes(7_000)];
		const { file } = await rosa.report(hashOf(kept));
		await rosa.upload(kept);
		await rosa.upload(loose);
		await ages(company.pool, 29);
		expect(await collectBlobs(company.blobs)).toEqual({ blobs: 0, uploads: 0 });
		await ages(company.pool, 31);
		expect(await collectBlobs(company.blobs)).toEqual({ blobs: 1, uploads: 0 });
		expect(await stored(company.pool)).toBe(kept.length);
		expect((await rosa.read(hashOf(kept), file)).status).toBe(200);
		expect((await rosa.status(hashOf(loose))).body).toEqual({ offset: 0, complete: false });
		expect((await rosa.upload(loose)).body).toEqual({ offset: loose.length, complete: true });
	});

	it('a name without proof keeps nothing', async () => {
		const company = await ServedCompany.found();
		const bytes = someBytes(5_000);
		await new Uploader(company, 'rosa').upload(bytes);
		await new Uploader(company, 'jonas').report(hashOf(bytes));
		await ages(company.pool, 31);
		expect(await collectBlobs(company.blobs)).toEqual({ blobs: 1, uploads: 0 });
		expect(await stored(company.pool)).toBe(0);
	});

	it('uploads that stopped go after 30 days', async () => {
		const company = await ServedCompany.found();
		const size = 2 * MAX_CHUNK_BYTES;
		const bytes = someBytes(size);
		const rosa = new Uploader(company, 'rosa');
		await rosa.put(hashOf(bytes), bytes.subarray(0, MAX_CHUNK_BYTES), { offset: 0, size });
		await ages(company.pool, 31);
		expect(await collectBlobs(company.blobs)).toEqual({ blobs: 0, uploads: 1 });
		expect(await stored(company.pool)).toBe(0);
	});

	it('SYNC-BLOB: a row that is naming the bytes at this moment keeps them', async () => {
		const company = await ServedCompany.found();
		const rosa = new Uploader(company, 'rosa');
		const bytes = someBytes(5_000);
		await rosa.upload(bytes);
		await ages(company.pool, 31);
		const session = await company.pool.connect();
		await session.query('begin');
		// As far as a row's transaction has come when it has locked the content and not yet named it.
		await session.query('update blob set touched_at = now() where hash = $1', [hashOf(bytes)]);
		expect(await collectBlobs(company.blobs)).toEqual({ blobs: 0, uploads: 0 });
		await session.query('commit');
		session.release();
		expect(await collectBlobs(company.blobs)).toEqual({ blobs: 0, uploads: 0 });
		expect(await stored(company.pool)).toBe(bytes.length);
	});

	it('SYNC-BLOB: collecting against naming, many times over: never a complete file without its bytes', async () => {
		const company = await ServedCompany.found();
		const rosa = new Uploader(company, 'rosa');
		const files = Array.from({ length: 15 }, () => someBytes(5_000));
		for (const bytes of files) await rosa.upload(bytes);
		await ages(company.pool, 31);
		const [made] = await Promise.all([
			Promise.all(files.map((bytes) => rosa.report(hashOf(bytes)))),
			collectBlobs(company.blobs),
			collectBlobs(company.blobs)
		]);
		await company.deliver();
		for (const [index, { ticket, file }] of made.entries()) {
			const bytes = files[index] as Buffer;
			const [row] = await company.attachments(ticket);
			const answer = await rosa.read(hashOf(bytes), file);
			expect(answer.status).toBe(row?.complete ? 200 : 404);
			await answer.arrayBuffer();
			// What was collected just before is expected anew, and comes.
			await rosa.upload(bytes);
		}
		await company.deliver();
		for (const { ticket } of made) {
			expect(await company.attachments(ticket)).toMatchObject([{ complete: true }]);
		}
	});

	it('a second ticket with the same content needs no second upload', async () => {
		const company = await ServedCompany.found();
		const rosa = new Uploader(company, 'rosa');
		const bytes = someBytes(5_000);
		await rosa.report(hashOf(bytes));
		await rosa.upload(bytes);
		const { ticket } = await rosa.report(hashOf(bytes));
		const mid = await company.run('rosa', 'tickets.comment', {
			ticket,
			audience: 'public',
			body: 'Another view',
			files: [{ name: 'b.png', mime: 'image/png', size: 5_000, blob: hashOf(bytes) }]
		});
		await company.deliver();
		const rows = await company.attachments(ticket);
		expect(rows.map(({ complete }) => complete)).toEqual([true, true]);
		expect(rows.map(({ id }) => id)).toContain(rowId(mid, ticketAttachment, hashOf(bytes)));
	});
});
