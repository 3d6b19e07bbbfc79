import type pg from 'pg';
import { person } from '#domain/identity/index.ts';
import type { AnyRow, Instant, RootTable } from '#domain/kernel/index.ts';
import { ticket, ticketDetail, type Ticket, type TicketDetail } from '#domain/tickets/index.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import type { LogEntry, RowPut, TableWrites } from '#sync/authority/index.ts';
import { BULK_PEOPLE, bulkPerson, bulkTicket } from './bulk-rows.ts';

/** Most rows of a bulk job's transaction (SYNC.md section 4). */
const BATCH = 500;
/** The clock lets one commit at a time; more writers only overlap the inserts before it. */
const WRITERS = 3;

export interface BulkOptions {
	readonly tickets: number;
	readonly now: Instant;
	readonly onProgress?: (rows: number) => void;
}

/**
 * Writes synthetic people and tickets, each ticket with its description, through the authority's own store: scopes, page
 * order, numbers, log and clock are as pushes would have made them. The demo company must be there already.
 */
export async function plantBulkTickets(pool: pg.Pool, options: BulkOptions): Promise<void> {
	const { tickets, now, onProgress } = options;
	const store = new PgAuthorityStore(pool, { insert: () => Promise.resolve(null) });
	for (const part of slices(BULK_PEOPLE)) await commit(store, peopleWrites(part, now));
	// Oldest first, so that numbers rise with time.
	const parts = oldestFirst(tickets);
	let done = 0;
	const writer = async () => {
		for (let part = parts.shift(); part; part = parts.shift()) {
			await commit(store, ticketWrites(part, tickets, now));
			onProgress?.((done += part.length));
		}
	};
	await Promise.all(Array.from({ length: WRITERS }, writer));
	await pool.query('analyze');
}

/** Changes of others: tickets with indexes from `tickets` on, older than all that are there. */
export async function plantMore(
	pool: pg.Pool,
	{ tickets, now }: BulkOptions,
	more: number
): Promise<void> {
	const store = new PgAuthorityStore(pool, { insert: () => Promise.resolve(null) });
	for (const part of oldestFirst(more))
		await commit(
			store,
			ticketWrites(
				part.map((index) => tickets + index),
				tickets,
				now
			)
		);
}

function oldestFirst(count: number): number[][] {
	return slices(count)
		.reverse()
		.map((part) => part.reverse());
}

function slices(count: number): number[][] {
	const starts = Array.from({ length: Math.ceil(count / BATCH) }, (_, n) => n * BATCH);
	return starts.map((start) =>
		Array.from({ length: Math.min(BATCH, count - start) }, (_, n) => start + n)
	);
}

interface Writes {
	readonly writes: readonly TableWrites[];
	readonly log: readonly LogEntry[];
	/** When the roots were last touched: only those of the last 30 days keep their children on devices. */
	readonly at: Instant;
}

async function commit(store: PgAuthorityStore, { writes, log, at }: Writes) {
	await store.write(async (tx) => {
		await tx.flush(writes, at);
		await tx.assignNumbers(writes);
		await tx.commitClock({
			spaces: ['main'],
			log,
			outcomes: [],
			clients: [],
			audit: [],
			auditRoot: '',
			writes
		});
	});
}

function rootPut(table: RootTable, row: AnyRow): RowPut {
	return {
		row,
		isNew: true,
		scopes: table.scopes(row),
		order: table.order(row),
		isOpen: table.isOpen(row),
		...(table.series ? { series: table.series(row) } : {})
	};
}

function rootLog(table: RootTable, row: AnyRow): LogEntry {
	const scopesIn = table.scopes(row);
	return { space: 'main', table: table.name, id: row.id, op: 'put', scopesIn, scopesOut: [] };
}

function peopleWrites(part: readonly number[], at: Instant): Writes {
	const rows = part.map(bulkPerson);
	return {
		writes: [{ table: person, puts: rows.map(rowPut(person)), removes: [], touches: [] }],
		log: rows.map((row) => rootLog(person, row)),
		at
	};
}

function rowPut(table: RootTable) {
	return (row: AnyRow) => rootPut(table, row);
}

function ticketWrites(part: readonly number[], total: number, now: Instant): Writes {
	const made = part.map((index) => bulkTicket(index, total, now));
	const heads = made.map(({ head }) => head);
	const details = made.map(({ detail }) => detail);
	const puts = details.map((row) => ({ row, isNew: true, scopes: [], order: 0, isOpen: false }));
	return {
		writes: [
			{ table: ticket, puts: heads.map(rowPut(ticket)), removes: [], touches: [] },
			{ table: ticketDetail, puts, removes: [], touches: [] }
		],
		log: [...heads.map((row) => rootLog(ticket, row)), ...made.map(detailLog)],
		at: Math.max(...heads.map(({ updatedAt }) => updatedAt))
	};
}

function detailLog({ head, detail }: { head: Ticket; detail: TicketDetail }): LogEntry {
	return {
		space: 'main',
		table: ticketDetail.name,
		id: detail.id,
		root: head.id,
		audience: 'public',
		op: 'put',
		scopesIn: ticket.scopes(head as AnyRow),
		scopesOut: []
	};
}
