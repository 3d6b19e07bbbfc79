import type pg from 'pg';
import type { Instant } from '#domain/kernel/index.ts';
import { IdTaken, type RowPut, type TableWrites } from '#sync/authority/ports.ts';
import { run, runCounting } from './pg-session.ts';
import { tableSql, type TableSql } from './table-sql.ts';

/** Tables by name, so that any two transactions meet their rows in the same order. */
export function inOrder(writes: readonly TableWrites[]): readonly TableWrites[] {
	return [...writes].sort((a, b) => (a.table.name < b.table.name ? -1 : 1));
}

/** Puts, touches and removes of one transaction, set by set; versions follow when the clock is taken. Throws IdTaken. */
export async function flushWrites(
	client: pg.ClientBase,
	writes: readonly TableWrites[],
	at: Instant
): Promise<void> {
	for (const { table, puts, removes, touches } of inOrder(writes)) {
		const sql = tableSql(table);
		const sorted = [...puts].sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
		await insertAll(
			client,
			sql,
			sorted.filter((put) => put.isNew),
			at
		);
		await updateAll(
			client,
			sql,
			sorted.filter((put) => !put.isNew),
			at
		);
		if (touches.length > 0) {
			expectAll(sql, touches.length, (await runCounting(client, sql.touch, [touches, at])).count);
		}
		if (removes.length > 0) {
			expectAll(sql, removes.length, (await runCounting(client, sql.remove, [removes])).count);
		}
	}
}

function parameters(sql: TableSql, puts: readonly RowPut[], at: Instant): readonly unknown[] {
	const records = JSON.stringify(puts.map(sql.record));
	return sql.table.kind === 'root' ? [records, at] : [records];
}

async function insertAll(
	client: pg.ClientBase,
	sql: TableSql,
	puts: readonly RowPut[],
	at: Instant
): Promise<void> {
	if (puts.length === 0) return;
	const rows = await run(client, sql.insert, parameters(sql, puts, at));
	if (rows.length === puts.length) return;
	const inserted = new Set(rows.map(([id]) => id));
	const taken = puts.find(({ row }) => !inserted.delete(row.id));
	if (taken) throw new IdTaken(sql.table.name, taken.row.id);
}

async function updateAll(
	client: pg.ClientBase,
	sql: TableSql,
	puts: readonly RowPut[],
	at: Instant
): Promise<void> {
	if (puts.length === 0) return;
	const { count } = await runCounting(client, sql.update, parameters(sql, puts, at));
	expectAll(sql, puts.length, count);
}

/** A row that was read and locked is there; one that is not was never locked. */
function expectAll(sql: TableSql, wanted: number, found: number): void {
	if (found !== wanted) {
		throw new Error(`${wanted} rows of ${sql.table.name} were to be written, ${found} exist`);
	}
}

const takeNumbers = `insert into number_series (series, last)
	select s.series, s.count from json_to_recordset($1::json) as s(series text, count bigint)
	on conflict (series) do update set last = number_series.last + excluded.last
	returning series, last`;

interface Numbered {
	readonly sql: TableSql;
	readonly id: string;
	readonly series: string;
}

/**
 * The next numbers of each series, in order of its name, to the new rows in the order given: into a text field as
 * `SERIES-1`, into a numeric one as the number.
 */
export async function assignNumbers(
	client: pg.ClientBase,
	writes: readonly TableWrites[]
): Promise<void> {
	const numbered: Numbered[] = inOrder(writes).flatMap(({ table, puts }) =>
		puts.flatMap(({ row, isNew, series }) =>
			isNew && series !== undefined ? [{ sql: tableSql(table), id: row.id, series }] : []
		)
	);
	if (numbered.length === 0) return;
	const next = await firstNumbers(client, numbered);
	const updates = new Map<TableSql, { id: string; number: number | string }[]>();
	for (const { sql, id, series } of numbered) {
		const number = next.get(series);
		if (number === undefined) throw new Error(`Series ${series} gave no number`);
		next.set(series, number + 1);
		const given = sql.numberType === 'text' ? `${series}-${number}` : number;
		updates.set(sql, [...(updates.get(sql) ?? []), { id, number: given }]);
	}
	for (const [sql, rows] of updates) await run(client, sql.number, [JSON.stringify(rows)]);
}

async function firstNumbers(
	client: pg.ClientBase,
	numbered: readonly Numbered[]
): Promise<Map<string, number>> {
	const counts = new Map<string, number>();
	for (const { series } of numbered) counts.set(series, (counts.get(series) ?? 0) + 1);
	const asked = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
	const records = JSON.stringify(asked.map(([series, count]) => ({ series, count })));
	const rows = await run(client, takeNumbers, [records]);
	return new Map(
		rows.map(([series, last]) => {
			const name = series as string;
			return [name, (last as number) - (counts.get(name) ?? 0) + 1];
		})
	);
}
