import type pg from 'pg';
import type { Effect, Instant, Table } from '#domain/kernel/index.ts';
import type {
	AuthorityTx,
	ClientRow,
	ClockStep,
	LockRequest,
	RowVersion,
	StoredRow,
	TableWrites
} from '#sync/authority/ports.ts';
import type { Outcome, Positions } from '#sync/protocol/index.ts';
import { recordBlobReferences } from './blob-references.ts';
import { outcomeName, runCommitClock } from './commit-clock.ts';
import { saveEffects, type EffectQueue } from './effects.ts';
import { assignNumbers, flushWrites } from './flush.ts';
import { run } from './pg-session.ts';
import { clientColumns, clientRow, outcomeColumns, outcomeRow } from './records.ts';
import { storedRow, tableSql } from './table-sql.ts';

// The quarantine rows are locked with the clients, so that the clock's statement never waits for them.
const lockClients = `with q as (
		select grp, id, tries from sync_try where grp = any($1::text[]) order by grp for update
	)
	select ${clientColumns} from sync_client c left join q using (grp)
	where c.grp = any($1::text[]) order by c.grp for update of c`;

/** One write transaction on one connection. The order of the calls is the order of the locks. */
export class PgAuthorityTx implements AuthorityTx {
	readonly #client: pg.ClientBase;
	readonly #queue: EffectQueue;
	readonly #knownGroups = new Set<string>();
	readonly #knownOutcomes = new Set<string>();
	#isClosed = false;

	constructor(client: pg.ClientBase, queue: EffectQueue) {
		this.#client = client;
		this.#queue = queue;
	}

	async lockClients(groups: readonly string[]): Promise<ReadonlyMap<string, ClientRow>> {
		const rows = await run(this.#open(), lockClients, [groups]);
		const clients = new Map(rows.map(clientRow).map((client) => [client.group, client]));
		for (const group of clients.keys()) this.#knownGroups.add(group);
		return clients;
	}

	async lockAccess(
		table: Table,
		subjects: readonly string[],
		exclusive: ReadonlySet<string>
	): Promise<ReadonlyMap<string, StoredRow>> {
		const sql = tableSql(table);
		const found = new Map<string, StoredRow>();
		for (const { mode, ids } of runsOfOneMode(subjects, exclusive)) {
			const text = `${sql.byId} order by t.id for ${mode}`;
			for (const values of await run(this.#open(), text, [ids])) {
				const stored = storedRow(sql, values);
				found.set(stored.row.id, stored);
			}
		}
		return found;
	}

	async rows(table: Table, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRow>> {
		const sql = tableSql(table);
		const rows = (await run(this.#open(), sql.byId, [ids])).map((values) => storedRow(sql, values));
		return new Map(rows.map((stored) => [stored.row.id, stored]));
	}

	async childrenOf(table: Table, roots: readonly string[]): Promise<readonly StoredRow[]> {
		const sql = tableSql(table);
		const rows = await run(this.#open(), sql.byRoot, [roots]);
		return rows.map((values) => storedRow(sql, values));
	}

	async lockRows(
		requests: readonly LockRequest[]
	): Promise<ReadonlyMap<Table, ReadonlyMap<string, RowVersion>>> {
		const versions = new Map<Table, Map<string, RowVersion>>();
		for (const { table, ids, mode } of requests) {
			const sql = tableSql(table);
			const text = mode === 'share' ? sql.lockShare : sql.lockUpdate;
			const ofTable = versions.get(table) ?? new Map<string, RowVersion>();
			versions.set(table, ofTable);
			for (const [id, v, cv] of await run(this.#open(), text, [ids])) {
				ofTable.set(id as string, { v: v as number, cv: cv as number });
			}
		}
		return versions;
	}

	async outcomesById(group: string, ids: readonly number[]): Promise<ReadonlyMap<number, Outcome>> {
		const text = `select ${outcomeColumns} from sync_outcome where grp = $1 and id = any($2::bigint[])`;
		const rows = (await run(this.#open(), text, [group, ids])).map(outcomeRow);
		return new Map(rows.map((outcome) => [outcome.id, outcome]));
	}

	async outcomesByMid(
		subject: string,
		mids: readonly string[]
	): Promise<ReadonlyMap<string, Outcome>> {
		const text = `select ${outcomeColumns} from sync_outcome where subject = $1 and mid = any($2::text[])`;
		const rows = (await run(this.#open(), text, [subject, mids])).map(outcomeRow);
		for (const { mid } of rows) this.#knownOutcomes.add(outcomeName(subject, mid));
		return new Map(rows.map((outcome) => [outcome.mid, outcome]));
	}

	async flush(writes: readonly TableWrites[], at: Instant): Promise<void> {
		await flushWrites(this.#open(), writes, at);
		await recordBlobReferences(this.#open(), this.#queue, writes);
	}

	async saveEffects(effects: readonly Effect[]): Promise<void> {
		await saveEffects(this.#open(), this.#queue, effects);
	}

	async assignNumbers(writes: readonly TableWrites[]): Promise<void> {
		await assignNumbers(this.#open(), writes);
	}

	async commitClock(step: ClockStep): Promise<Positions> {
		const client = this.#open();
		this.#isClosed = true;
		return runCommitClock(client, step, {
			groups: this.#knownGroups,
			outcomes: this.#knownOutcomes
		});
	}

	/** While the clock is held everybody waits: a call after it is a bug. */
	#open(): pg.ClientBase {
		if (this.#isClosed) throw new Error('The clock is taken: nothing but the commit may follow');
		return this.#client;
	}
}

/** The subjects in order, cut where the lock's mode changes: one statement each keeps the order of the locks. */
function runsOfOneMode(
	subjects: readonly string[],
	exclusive: ReadonlySet<string>
): readonly { readonly mode: 'share' | 'update'; readonly ids: readonly string[] }[] {
	const runs: { mode: 'share' | 'update'; ids: string[] }[] = [];
	for (const id of [...new Set(subjects)].sort()) {
		const mode = exclusive.has(id) ? 'update' : 'share';
		const last = runs.at(-1);
		if (last?.mode === mode) last.ids.push(id);
		else runs.push({ mode, ids: [id] });
	}
	return runs;
}
