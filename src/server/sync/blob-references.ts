import type pg from 'pg';
import { derivedId, type Effect, type Table } from '#domain/kernel/index.ts';
import type { TableWrites } from '#sync/authority/ports.ts';
import { REACTION_QUEUE } from '#sync/authority/reactions.ts';
import { saveEffects, type EffectQueue } from './effects.ts';
import { run } from './pg-session.ts';

/**
 * What rows say about files, kept in the rows' own transaction. Three may meet over one content: a row that names it, an
 * upload that completes, the collection of what nobody names. Each locks the content's row in `blob` first and looks after
 * that, so that of a reference and a completion at the same time the later one sees the earlier.
 */
interface Reference {
	readonly table: Table;
	readonly id: string;
	readonly hash: string;
	readonly subject: string;
}

/** Contents that rows named before they were removed. */
const removedHashes = `select distinct hash from blob_reference r
	join json_to_recordset($1::json) as g(tbl text collate "C", id text collate "C") using (tbl, id)`;

const lockBlobs = `insert into blob (hash) select h.hash from unnest($1::text[]) as h(hash)
	on conflict (hash) do update set touched_at = now()`;

const forget = `delete from blob_reference r
	using json_to_recordset($1::json) as g(tbl text collate "C", id text collate "C")
	where r.tbl = g.tbl and r.id = g.id`;

const remember = `insert into blob_reference (tbl, id, hash, subject)
	select n.tbl, n.id, n.hash, n.subject
	from json_to_recordset($1::json) as n(tbl text, id text, hash text, subject text)
	on conflict (tbl, id, hash) do nothing`;

const proven = `select r.tbl, r.id, r.hash from blob_reference r
	join json_to_recordset($1::json) as n(tbl text collate "C", id text collate "C", hash text collate "C")
		using (tbl, id, hash)
	join blob_upload u on u.subject = r.subject and u.hash = r.hash
	where u.verified_at is not null`;

/** Called after the rows themselves are written. Tables without files cost nothing. */
export async function recordBlobReferences(
	client: pg.ClientBase,
	queue: EffectQueue,
	writes: readonly TableWrites[]
): Promise<void> {
	const named = writes.flatMap(referencesIn);
	const removed = writes.flatMap(({ table, removes }) =>
		table.blobs ? removes.map((id) => ({ tbl: table.name, id })) : []
	);
	if (named.length + removed.length === 0) return;
	const gone = JSON.stringify(removed);
	const unnamed =
		removed.length > 0
			? (await run(client, removedHashes, [gone])).map(([hash]) => hash as string)
			: [];
	const hashes = new Set([...named.map(({ hash }) => hash), ...unnamed]);
	await run(client, lockBlobs, [[...hashes].sort()]);
	if (removed.length > 0) await run(client, forget, [gone]);
	if (named.length === 0) return;
	const records = JSON.stringify(named.map(({ table, ...rest }) => ({ ...rest, tbl: table.name })));
	await run(client, remember, [records]);
	const here = new Set((await run(client, proven, [records])).map((values) => values.join(' ')));
	const arrivals = named.filter(({ table, id, hash }) => here.has(`${table.name} ${id} ${hash}`));
	await saveEffects(
		client,
		queue,
		arrivals.map((each) => arrivalOf(each.table, each.id, each.hash))
	);
}

function referencesIn({ table, puts }: TableWrites): readonly Reference[] {
	const { blobs } = table;
	if (!blobs) return [];
	return puts.flatMap(({ row }) =>
		blobs.of(row).map(({ hash, by }) => ({ table, id: row.id, hash, subject: by }))
	);
}

/** The command that tells a row, and thereby every device that holds it, that its bytes have arrived. */
export function arrivalOf(table: Table, id: string, hash: string): Effect {
	if (!table.blobs) throw new Error(`${table.name} names no files`);
	return {
		queue: REACTION_QUEUE,
		key: derivedId('blob-arrived', table.name, id, hash),
		payload: {
			reaction: 'blob-arrived',
			mutator: table.blobs.arrived,
			args: { row: id, hash }
		}
	};
}
