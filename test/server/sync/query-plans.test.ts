import { describe, expect, it } from 'vitest';
import type pg from 'pg';
import { PgAuthorityReader } from '#server/sync/pg-authority-reader.ts';
import type { Scope } from '#domain/kernel/index.ts';
import { note, storeForTest } from './notes.ts';

/** 20,000 notes, all of them on the desk, 20 of each owner. */
async function filledStore() {
	const made = await storeForTest({ size: 2 });
	await made.pool.query(
		`insert into note (id, title, owner, count, number, done, tags, sync_touched_at, sync_order, sync_open, sync_scopes,
			sync_v, sync_born)
		select 'n' || i, 'Note ' || i, 'o' || i % 1000, i, i, false, '[]', 0, i, true, array['desk', 'user:o' || i % 1000],
			i / 10 + 1, 1
		from generate_series(1, 20000) as i`
	);
	await made.pool.query(
		`insert into sync_log (space, v, tbl, id, op, scopes_in, scopes_out)
		select 'main', sync_v, 'note', id, 'put', sync_scopes, '{}' from note`
	);
	await made.pool.query('vacuum analyze note, sync_log');
	return made;
}

/** The plan of the one statement that `ask` sends, as PostgreSQL makes it for exactly those values. */
async function planOf(
	pool: pg.Pool,
	ask: (reader: PgAuthorityReader) => Promise<unknown>
): Promise<string> {
	const client = await pool.connect();
	const plans: string[] = [];
	const explaining = {
		async query(config: { text: string; values: unknown[] }) {
			const { rows } = await client.query<{ 'QUERY PLAN': string }>({
				text: `explain ${config.text}`,
				values: config.values
			});
			plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
			return { rows: [], rowCount: 0 };
		}
	};
	await ask(new PgAuthorityReader(explaining as unknown as pg.ClientBase));
	client.release();
	return plans.join('\n');
}

const rootsOf =
	(scopes: readonly Scope[], after: { order: number; id: string } | null) =>
	(reader: PgAuthorityReader) =>
		reader.roots(note, scopes, after, 500);

describe('plans on 20,000 rows', () => {
	it('a page of roots walks the order index for a broad scope and the scopes index for a narrow one', async () => {
		const { pool } = await filledStore();
		for (const after of [null, { order: 12_000, id: 'n12000' }]) {
			const broad = await planOf(pool, rootsOf(['desk', 'user:o7'], after));
			expect(broad).toContain('Index Scan using note_page');
			expect(broad).not.toContain('Sort');
			const narrow = await planOf(pool, rootsOf(['user:o7', 'user:o8'], after));
			expect(narrow).toContain('Bitmap Index Scan on note_scopes');
		}
	});

	it('a pull walks the versions for a broad scope, and the scopes index for a narrow one far behind', async () => {
		const { pool } = await filledStore();
		const log = (from: number, scopes: readonly Scope[]) => (reader: PgAuthorityReader) =>
			reader.log('main', from, 2_001, scopes, 2_000);
		expect(await planOf(pool, log(1_990, ['desk']))).toContain('sync_log_pkey');
		expect(await planOf(pool, log(1_990, ['user:o7']))).toContain('sync_log_pkey');
		expect(await planOf(pool, log(0, ['user:o7']))).toContain('sync_log_scopes');
	});
});
