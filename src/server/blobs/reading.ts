import type { AnyRow, NamedBlob, Registry, Table } from '#domain/kernel/index.ts';
import { tableNamed } from '#domain/kernel/index.ts';
import type { AuthorityReader, AuthorityStore } from '#sync/authority/ports.ts';
import { rootTableOf, viewerOf, type Viewer } from '#sync/authority/visibility.ts';
import type { Blobs } from './blobs.ts';

export interface BlobWanted {
	readonly hash: string;
	/** The row through which it is read. */
	readonly table: string;
	readonly id: string;
}

export interface OpenBlob {
	readonly name: string;
	readonly mime: string;
	readonly size: number;
	/** Reads as it goes; fails when the bytes are collected meanwhile. */
	readonly pieces: () => AsyncIterable<Uint8Array>;
}

/**
 * A content through a row that names it. Undefined alike for a row that is not there or not for this reader, a content that
 * it does not name, bytes that have not come, and a name given by somebody who never had them.
 */
export async function openBlob(
	blobs: Blobs,
	store: AuthorityStore,
	subject: string,
	wanted: BlobWanted
): Promise<OpenBlob | undefined> {
	const { registry, pool, bytes } = blobs;
	const table = tableNamed(registry, wanted.table);
	if (!table?.blobs) return undefined;
	const named = await store.read((reader) => nameFor(reader, registry, subject, table, wanted));
	if (!named) return undefined;
	const { rows } = await pool.query<{ store: string; size: number }>(
		`select b.store, b.size from blob b
		join blob_reference r on r.hash = b.hash and r.tbl = $2 and r.id = $3
		join blob_upload u on u.subject = r.subject and u.hash = r.hash and u.verified_at is not null
		where b.hash = $1 and b.store is not null`,
		[wanted.hash, wanted.table, wanted.id]
	);
	const [found] = rows;
	if (!found) return undefined;
	const { name, mime } = named;
	return { name, mime, size: found.size, pieces: () => bytes.read(pool, found.store) };
}

/** Row, root and scopes from one snapshot. */
async function nameFor(
	reader: AuthorityReader,
	registry: Registry,
	subject: string,
	table: Table,
	{ id, hash }: BlobWanted
): Promise<NamedBlob | undefined> {
	const rules = registry.access;
	const access = (await reader.rows(rules.table, [subject])).get(subject)?.row;
	const row = (await reader.rows(table, [id])).get(id)?.row;
	if (!access || !row) return undefined;
	const viewer = viewerOf(registry, new Set(rules.scopesOf(access)));
	if (!(await sees(reader, registry, viewer, table, row))) return undefined;
	return table.blobs?.of(row).find((named) => named.hash === hash);
}

async function sees(
	reader: AuthorityReader,
	registry: Registry,
	viewer: Viewer,
	table: Table,
	row: AnyRow
): Promise<boolean> {
	if (table.kind === 'root') return viewer.seesRoot(table, row);
	const rootTable = rootTableOf(registry, table);
	const rootId = row.root as string;
	const root = (await reader.rows(rootTable, [rootId])).get(rootId)?.row;
	return root !== undefined && viewer.audiencesOf(rootTable, root).has(table.audience(row));
}
