import type pg from 'pg';
import { inTransaction } from '#server/db/transaction.ts';
import type { Blobs } from './blobs.ts';
import { KEEP_DAYS } from './limits.ts';

/** Contents or uploads in one transaction. */
const BATCH = 50;

const unnamed = `select hash, store from blob b
	where touched_at < now() - make_interval(days => $1) and not exists (
		select from blob_reference r
		join blob_upload u on u.subject = r.subject and u.hash = r.hash and u.verified_at is not null
		where r.hash = b.hash
	)
	order by touched_at limit ${BATCH} for update of b skip locked`;

const stale = `select subject, hash, store from blob_upload
	where verified_at is null and touched_at < now() - make_interval(days => $1)
	order by touched_at limit ${BATCH} for update skip locked`;

export interface Collected {
	readonly blobs: number;
	readonly uploads: number;
}

/**
 * Removes bytes that nothing counting names, and uploads that stopped, both `days` after they were last touched. Who is just
 * naming or completing a content holds its row, and is passed by; the lock looks at the row as it is then, so that one
 * touched a moment ago stays.
 */
export async function collectBlobs(blobs: Blobs, days = KEEP_DAYS): Promise<Collected> {
	return {
		blobs: await untilNone(blobs, (db) => collectUnnamed(blobs, db, days)),
		uploads: await untilNone(blobs, (db) => collectStale(blobs, db, days))
	};
}

async function untilNone(
	{ pool }: Blobs,
	collect: (db: pg.ClientBase) => Promise<number>
): Promise<number> {
	let sum = 0;
	for (;;) {
		const count = await inTransaction(pool, collect);
		sum += count;
		if (count === 0) return sum;
	}
}

async function collectUnnamed({ bytes }: Blobs, db: pg.ClientBase, days: number): Promise<number> {
	const { rows } = await db.query<{ hash: string; store: string | null }>(unnamed, [days]);
	const hashes = rows.map(({ hash }) => hash);
	if (hashes.length === 0) return 0;
	// With the bytes goes the proof of having uploaded them: who names them later has to send them again.
	await db.query(
		'delete from blob_upload where hash = any($1::text[]) and verified_at is not null',
		[hashes]
	);
	await bytes.remove(
		db,
		rows.flatMap(({ store }) => (store === null ? [] : [store]))
	);
	await db.query('delete from blob where hash = any($1::text[])', [hashes]);
	return hashes.length;
}

async function collectStale({ bytes }: Blobs, db: pg.ClientBase, days: number): Promise<number> {
	const { rows } = await db.query<{ subject: string; hash: string; store: string }>(stale, [days]);
	if (rows.length === 0) return 0;
	await bytes.remove(
		db,
		rows.map(({ store }) => store)
	);
	await db.query(
		`delete from blob_upload u using json_to_recordset($1::json) as g(subject text collate "C", hash text collate "C")
		where u.subject = g.subject and u.hash = g.hash`,
		[JSON.stringify(rows)]
	);
	return rows.length;
}
