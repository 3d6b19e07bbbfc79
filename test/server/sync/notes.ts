/** A small domain to drive the store with: notes (roots) and their remarks (children), and beats in the other space. */
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { onTestFinished } from 'vitest';
import * as v from 'valibot';
import {
	bool,
	defineChild,
	defineRoot,
	int,
	json,
	listOf,
	nullable,
	oneOf,
	sha256Hex,
	text,
	type Effect,
	type RootTable,
	type RowOf
} from '#domain/kernel/index.ts';
import { createPool } from '#server/db/pool.ts';
import type { EffectQueue } from '#server/sync/effects.ts';
import { PgAuthorityStore } from '#server/sync/pg-authority-store.ts';
import { tableDdl } from '#server/sync/table-ddl.ts';
import type {
	AuditEntry,
	ClientRow,
	ClockStep,
	LogEntry,
	RowPut,
	StoredOutcome,
	TableWrites
} from '#sync/authority/ports.ts';
import { databaseForTest } from '#test/support/postgres.ts';

export const note = defineRoot({
	name: 'note',
	fields: {
		title: text(200),
		owner: text(64),
		count: int(),
		number: nullable(int()),
		done: bool(),
		tags: listOf(text(40), 20),
		extra: nullable(json(v.record(v.string(), v.unknown())))
	},
	scopes: (row) => ['desk', `user:${row.owner}`],
	order: (row) => (row.done ? 0 : 1_000_000) + row.count,
	isOpen: (row) => !row.done,
	series: () => 'note'
});

export const remark = defineChild({
	name: 'remark',
	of: note,
	fields: { body: text(1_000), audience: oneOf(['public', 'internal']), writtenBy: text(64) },
	audience: (row) => row.audience
});

export const beat = defineRoot({
	name: 'beat',
	space: 'telemetry',
	fields: { load: int() },
	scopes: () => ['ops'],
	order: () => 0
});

export const letter = defineRoot({
	name: 'letter',
	fields: { number: nullable(text(20)), out: bool() },
	scopes: () => ['desk'],
	order: () => 0,
	series: (row) => (row.out ? 'OUT' : 'IN')
});

export const tables = [note, remark, beat, letter] as const;

export type Note = RowOf<typeof note>;
export type Remark = RowOf<typeof remark>;

export function noteRow(id: string, values: Partial<Note> = {}): Note {
	return {
		id,
		title: `Note ${id}`,
		owner: 'ann',
		count: 0,
		number: null,
		done: false,
		tags: [],
		extra: null,
		...values
	};
}

export function put<T extends RootTable>(table: T, row: RowOf<T>, isNew = false): RowPut {
	return {
		row,
		isNew,
		scopes: table.scopes(row),
		order: table.order(row),
		isOpen: table.isOpen(row),
		...(isNew && table.series ? { series: table.series(row) } : {})
	};
}

export function putNotes(rows: readonly Note[], isNew = false): TableWrites {
	return { table: note, puts: rows.map((row) => put(note, row, isNew)), removes: [], touches: [] };
}

export function logOf(writes: readonly TableWrites[]): LogEntry[] {
	return writes.flatMap(({ table, puts }) =>
		puts.map(({ row, scopes }) => ({
			space: table.space,
			table: table.name,
			id: row.id,
			op: 'put' as const,
			scopesIn: scopes,
			scopesOut: []
		}))
	);
}

/** The clock step of some writes; outcomes and the rest may be added. */
export function stepOf(writes: readonly TableWrites[], more: Partial<ClockStep> = {}): ClockStep {
	const space = writes.some(({ table }) => table.space === 'telemetry')
		? (['telemetry', 'main'] as const)
		: (['main'] as const);
	return {
		spaces: space,
		log: logOf(writes),
		outcomes: [],
		clients: [],
		audit: [],
		auditRoot: '',
		writes,
		...more
	};
}

export function clientOf(group: string, values: Partial<ClientRow> = {}): ClientRow {
	return {
		group,
		subject: 'ann',
		last: 0,
		lastNow: 0,
		acked: 0,
		tryingId: 0,
		tries: 0,
		...values
	};
}

export function outcomeOf(group: string, id: number, mid: string = randomUUID()): StoredOutcome {
	return { group, id, mid, subject: 'ann', kind: 'applied' };
}

export function auditEntry(mid: string): AuditEntry {
	return {
		mid,
		subject: 'ann',
		verb: 'notes.write',
		verdict: 'applied',
		at: 1_000,
		receivedAt: 2_000,
		group: 'g',
		payload: '{"title":"x"}',
		salt: randomBytes(16).toString('hex'),
		leaf: sha256Hex(mid)
	};
}

/** Keeps nothing: for tests without effects. */
export const noQueue: EffectQueue = { insert: () => Promise.resolve(null) };

/** Queue of a table of its own, in the transaction that it is given. */
export const tableQueue: EffectQueue = {
	async insert(name, jobs, options) {
		await options?.db?.executeSql(
			'insert into test_job select $1, j.value from json_array_elements($2::json) as j',
			[name, JSON.stringify(jobs.map(({ data }) => data))]
		);
		return null;
	}
};

export function effectOf(key: string, queue = 'mail'): Effect {
	return { queue, key, payload: { to: 'ann' } };
}

export interface TestStore {
	readonly url: string;
	readonly pool: pg.Pool;
	readonly store: PgAuthorityStore;
}

/** A migrated database with the tables of this file, gone when the test ends. */
export async function storeForTest({ size = 20, queue = noQueue } = {}): Promise<TestStore> {
	const url = await databaseForTest();
	const pool = poolOn(url, size);
	await pool.query(
		`${tables.map(tableDdl).join('\n')} create table test_job (queue text, data jsonb)`
	);
	return { url, pool, store: new PgAuthorityStore(pool, queue) };
}

export function poolOn(url: string, size = 20): pg.Pool {
	const pool = createPool({ url, size });
	onTestFinished(() => pool.end());
	return pool;
}

/** Writes rows in a transaction of their own and answers the version. */
export async function writeNotes(
	store: PgAuthorityStore,
	rows: readonly Note[],
	isNew = false,
	more: Partial<ClockStep> = {}
): Promise<number> {
	const writes = [putNotes(rows, isNew)];
	return store.write(async (tx) => {
		await tx.flush(writes, 1_000);
		return (await tx.commitClock(stepOf(writes, more))).main.v;
	});
}
