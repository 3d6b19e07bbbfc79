import type pg from 'pg';
import type { Instant, Scope, Space, Table } from '#domain/kernel/index.ts';
import type { AuthorityReader, ClientRow, LoggedChange, StoredRow } from '#sync/authority/ports.ts';
import type { Outcome, PagePosition, Positions } from '#sync/protocol/index.ts';
import { readLog } from './log.ts';
import { run, runPlanned } from './pg-session.ts';
import { clientColumns, clientRow, outcomeColumns, outcomeRow, positionsOf } from './records.ts';
import { storedRow, tableSql } from './table-sql.ts';

/** One REPEATABLE READ snapshot on one connection. Takes no row lock, so nobody waits for it and it waits for nobody. */
export class PgAuthorityReader implements AuthorityReader {
	readonly #client: pg.ClientBase;

	constructor(client: pg.ClientBase) {
		this.#client = client;
	}

	async epoch(): Promise<string> {
		const [row] = await run(this.#client, 'select epoch from sync_epoch', []);
		if (!row) throw new Error('The database has no epoch');
		return row[0] as string;
	}

	async positions(): Promise<Positions> {
		return positionsOf(await run(this.#client, 'select space, v, digest from sync_clock', []));
	}

	async digestAt(space: Space, v: number): Promise<string | undefined> {
		const text = 'select digest from sync_chain where space = $1 and v = $2';
		const [row] = await run(this.#client, text, [space, v]);
		return row?.[0] as string | undefined;
	}

	async minV(space: Space): Promise<number> {
		const [row] = await run(this.#client, 'select min_v from sync_clock where space = $1', [space]);
		if (!row) throw new Error(`Space ${space} has no clock`);
		return row[0] as number;
	}

	async rows(table: Table, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRow>> {
		const sql = tableSql(table);
		const rows = (await run(this.#client, sql.byId, [ids])).map((values) => storedRow(sql, values));
		return new Map(rows.map((stored) => [stored.row.id, stored]));
	}

	async childrenOf(table: Table, roots: readonly string[]): Promise<readonly StoredRow[]> {
		const sql = tableSql(table);
		const rows = await run(this.#client, sql.byRoot, [roots]);
		return rows.map((values) => storedRow(sql, values));
	}

	async client(group: string): Promise<ClientRow | undefined> {
		const text = `select ${clientColumns} from sync_client c left join sync_try q using (grp) where c.grp = $1`;
		const [row] = await run(this.#client, text, [group]);
		return row && clientRow(row);
	}

	async outcomes(group: string, acked: number, upTo: number): Promise<readonly Outcome[]> {
		const text = `select ${outcomeColumns} from sync_outcome where grp = $1 and id > $2 and v <= $3 order by id`;
		return (await run(this.#client, text, [group, acked, upTo])).map(outcomeRow);
	}

	log(
		space: Space,
		from: number,
		to: number,
		scopes: readonly Scope[],
		limit: number
	): Promise<readonly LoggedChange[]> {
		return readLog(this.#client, { space, from, to, scopes, limit });
	}

	async roots(
		table: Table,
		scopes: readonly Scope[],
		after: Pick<PagePosition, 'order' | 'id'> | null,
		limit: number
	) {
		const sql = tableSql(table);
		const beyond = after ? 'and (t.sync_order, t.id) < ($3::double precision, $4::text)' : '';
		const text = `select t.sync_order, t.sync_open, t.sync_touched_at, ${sql.stored} from ${sql.name} t
			where t.sync_scopes && $1::text[] ${beyond}
			order by t.sync_order desc, t.id desc limit $2`;
		const place = after ? [after.order, after.id] : [];
		const rows = await runPlanned(this.#client, text, [scopes, limit, ...place]);
		return rows.map((values) => ({
			...storedRow(sql, values, 3),
			order: values[0] as number,
			isOpen: values[1] as boolean,
			touchedAt: values[2] as Instant
		}));
	}

	async countRoots(table: Table, scopes: readonly Scope[]): Promise<number> {
		const { name } = tableSql(table);
		const text = `select count(*) from ${name} where sync_scopes && $1::text[]`;
		const [row] = await runPlanned(this.#client, text, [scopes]);
		return row?.[0] as number;
	}

	async auditSum(table: Table, scopes: readonly Scope[]) {
		const { name } = tableSql(table);
		// The same number as versionFingerprint of the kernel, summed modulo 2^53.
		const text = `select count(*), mod(coalesce(sum(
				('x' || substr(md5(id || ':' || sync_v), 1, 8))::bit(32)::bigint
			), 0), 9007199254740992)::bigint
			from ${name} where sync_scopes && $1::text[]`;
		const [row] = await runPlanned(this.#client, text, [scopes]);
		return { count: row?.[0] as number, sum: row?.[1] as number };
	}
}
