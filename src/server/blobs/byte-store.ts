import type pg from 'pg';

/**
 * Where bytes lie. A store is a uuid under which pieces are put, read in order and removed as a whole. PostgreSQL takes
 * part in the caller's transaction; an object store would ignore `db`.
 */
export interface ByteStore {
	put(db: Queryable, store: string, at: number, bytes: Uint8Array): Promise<void>;
	/** Pieces in order. */
	read(db: Queryable, store: string): AsyncIterable<Uint8Array>;
	remove(db: Queryable, stores: readonly string[]): Promise<void>;
}

export type Queryable = Pick<pg.ClientBase, 'query'>;

/** Pieces read at once: 2 MB at most. */
const READ_AHEAD = 8;

interface ChunkRow {
	readonly at: number;
	readonly bytes: Buffer;
}

/** In the table `blob_chunk`, and thereby in the same backup as everything else. */
export const pgByteStore: ByteStore = {
	async put(db, store, at, bytes) {
		await db.query('insert into blob_chunk (store, at, bytes) values ($1, $2, $3)', [
			store,
			at,
			bytes
		]);
	},
	async *read(db, store) {
		const text =
			'select at, bytes from blob_chunk where store = $1 and at > $2 order by at limit $3';
		for (let after = -1; ;) {
			const { rows } = await db.query<ChunkRow>(text, [store, after, READ_AHEAD]);
			for (const { bytes } of rows) yield bytes;
			const last = rows.at(-1);
			if (!last || rows.length < READ_AHEAD) return;
			after = last.at;
		}
	},
	async remove(db, stores) {
		await db.query('delete from blob_chunk where store = any($1::uuid[])', [stores]);
	}
};
