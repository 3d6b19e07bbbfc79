import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tableNamed } from '#domain/kernel/index.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { arrivalOf } from '#server/sync/blob-references.ts';
import { saveEffects } from '#server/sync/effects.ts';
import { refuse, type BlobRefusal, type Blobs } from './blobs.ts';
import { MAX_CHUNK_BYTES, MIN_CHUNK_BYTES } from './limits.ts';

/** How far the asker's own upload is; a content that others have is at 0 like any other. */
export interface UploadState {
	/** Bytes received: where to go on. */
	readonly offset: number;
	/** All bytes came and were what their name says. */
	readonly complete: boolean;
}

export interface Piece {
	readonly hash: string;
	/** Of the whole content, in bytes. */
	readonly size: number;
	readonly offset: number;
	readonly bytes: Uint8Array;
}

interface UploadRow {
	readonly size: number;
	readonly received: number;
	/** Null once verified. */
	readonly store: string | null;
}

export async function uploadState(
	{ pool }: Blobs,
	subject: string,
	hash: string
): Promise<UploadState> {
	const { rows } = await pool.query<UploadRow>(
		'select size, received, store from blob_upload where subject = $1 and hash = $2',
		[subject, hash]
	);
	return rows[0] ? stateOf(rows[0]) : { offset: 0, complete: false };
}

function stateOf({ received, store }: UploadRow): UploadState {
	return { offset: received, complete: store === null };
}

/**
 * Takes the next piece of an upload. A piece that was taken before (its reply was lost) is answered with where the upload
 * stands. The last one has the whole content verified before it is answered.
 */
export async function putPiece(
	blobs: Blobs,
	subject: string,
	piece: Piece
): Promise<UploadState | BlobRefusal> {
	return (
		checkPiece(blobs, piece) ?? inTransaction(blobs.pool, (db) => take(blobs, db, subject, piece))
	);
}

function checkPiece({ limits }: Blobs, piece: Piece): BlobRefusal | undefined {
	const { size, offset, bytes } = piece;
	if (size > limits.maxBytes) return refuse('too_large', 'size', { max: limits.maxBytes });
	if (bytes.length > MAX_CHUNK_BYTES) return refuse('too_large', 'body', { max: MAX_CHUNK_BYTES });
	const end = offset + bytes.length;
	if (end > size) return refuse('bad_request', 'size');
	if (end < size && bytes.length < MIN_CHUNK_BYTES) {
		return refuse('bad_request', 'body', { min: MIN_CHUNK_BYTES });
	}
	return undefined;
}

async function take(
	blobs: Blobs,
	db: pg.ClientBase,
	subject: string,
	piece: Piece
): Promise<UploadState | BlobRefusal> {
	const { offset, bytes, hash } = piece;
	const upload = (await lockUpload(db, subject, hash)) ?? (await begin(blobs, db, subject, piece));
	if ('error' in upload) return upload;
	if (upload.store === null) return stateOf(upload);
	if (upload.size !== piece.size) return refuse('bad_request', 'size', { size: upload.size });
	if (offset > upload.received) return refuse('offset', 'offset', { offset: upload.received });
	if (offset < upload.received) return stateOf(upload);
	if (bytes.length > 0) await blobs.bytes.put(db, upload.store, offset, bytes);
	const received = offset + bytes.length;
	await db.query(
		'update blob_upload set received = $3, touched_at = now() where subject = $1 and hash = $2',
		[subject, hash, received]
	);
	if (received < upload.size) return { offset: received, complete: false };
	return finish(blobs, db, subject, hash, { ...upload, store: upload.store, received });
}

async function lockUpload(
	db: pg.ClientBase,
	subject: string,
	hash: string
): Promise<UploadRow | undefined> {
	const { rows } = await db.query<UploadRow>(
		'select size, received, store from blob_upload where subject = $1 and hash = $2 for update',
		[subject, hash]
	);
	return rows[0];
}

async function begin(
	blobs: Blobs,
	db: pg.ClientBase,
	subject: string,
	{ hash, size, offset }: Piece
): Promise<UploadRow | BlobRefusal> {
	if (offset > 0) return refuse('offset', 'offset', { offset: 0 });
	if (await isOverQuota(blobs, db, subject, size)) return refuse('quota', 'size');
	// Another tab of the same person may begin at the same time: then its upload is this one.
	await db.query(
		'insert into blob_upload (subject, hash, size, store) values ($1, $2, $3, $4) on conflict do nothing',
		[subject, hash, size, randomUUID()]
	);
	const upload = await lockUpload(db, subject, hash);
	if (!upload) throw new Error('An upload was collected while it began');
	return upload;
}

async function isOverQuota(
	{ limits }: Blobs,
	db: pg.ClientBase,
	subject: string,
	size: number
): Promise<boolean> {
	const { rows } = await db.query<{ bytes: number; count: number }>(
		`select coalesce(sum(size), 0)::bigint as bytes, count(*) as count from blob_upload
		where subject = $1 and started_at > now() - interval '24 hours'`,
		[subject]
	);
	const { bytes = 0, count = 0 } = rows[0] ?? {};
	return bytes + size > limits.dailyBytes || count >= limits.dailyCount;
}

async function finish(
	blobs: Blobs,
	db: pg.ClientBase,
	subject: string,
	hash: string,
	upload: UploadRow & { readonly store: string }
): Promise<UploadState | BlobRefusal> {
	if ((await hashOf(blobs, db, upload.store)) !== hash) {
		await blobs.bytes.remove(db, [upload.store]);
		// Gone as a whole, so that the size, too, may be given anew; the day's quota starts over with it.
		await db.query('delete from blob_upload where subject = $1 and hash = $2', [subject, hash]);
		return refuse('wrong_hash', 'hash');
	}
	const kept = await keep(db, hash, upload);
	if (kept !== upload.store) await blobs.bytes.remove(db, [upload.store]);
	await db.query(
		'update blob_upload set store = null, verified_at = now() where subject = $1 and hash = $2',
		[subject, hash]
	);
	await announce(blobs, db, subject, hash);
	return { offset: upload.received, complete: true };
}

async function hashOf({ bytes }: Blobs, db: pg.ClientBase, store: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of bytes.read(db, store)) hash.update(piece);
	return hash.digest('hex');
}

/** Takes the lock of the content's row and answers where its bytes lie: with whoever completed it first. */
async function keep(
	db: pg.ClientBase,
	hash: string,
	{ store, size }: UploadRow
): Promise<string | undefined> {
	const { rows } = await db.query<{ store: string }>(
		`insert into blob (hash, store, size) values ($1, $2, $3)
		on conflict (hash) do update set touched_at = now(), store = coalesce(blob.store, excluded.store),
			size = coalesce(blob.size, excluded.size)
		returning store`,
		[hash, store, size]
	);
	return rows[0]?.store;
}

/** Rows that this person has already hung the content on learn of it. */
async function announce(
	{ registry, queue }: Blobs,
	db: pg.ClientBase,
	subject: string,
	hash: string
): Promise<void> {
	const { rows } = await db.query<{ tbl: string; id: string }>(
		'select tbl, id from blob_reference where hash = $1 and subject = $2',
		[hash, subject]
	);
	const arrivals = rows.flatMap(({ tbl, id }) => {
		const table = tableNamed(registry, tbl);
		return table ? [arrivalOf(table, id, hash)] : [];
	});
	await saveEffects(db, queue, arrivals);
}
