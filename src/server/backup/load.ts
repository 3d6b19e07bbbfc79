import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { shown } from './backup.ts';
import {
	DamagedBackup,
	endSchema,
	parse,
	tableEndSchema,
	tableSchema,
	type Frame
} from './frames.ts';
import { columnList, tablesIn, type StoredTable } from './tables.ts';

export interface LoadOptions {
	readonly signal: AbortSignal | undefined;
	readonly onProgress: (sentence: string) => void;
}

/** Reads what follows the header into the tables named, which then hold exactly that. Answers rows by table. */
export async function loadTables(
	client: pg.ClientBase,
	frames: AsyncGenerator<Frame>,
	{ signal, onProgress }: LoadOptions
): Promise<Record<string, number>> {
	const tables = await tablesIn(client);
	// What the migrations themselves put in.
	for (const { name } of [...tables].reverse()) await client.query(`delete from ${name}`);
	const rows: Record<string, number> = {};
	for (let frame = await next(frames); ; frame = await next(frames)) {
		if (frame.kind === 'Z') {
			checkTotals(frame, rows, tables);
			// The generator looks for bytes behind the end.
			if (!(await frames.next()).done) throw new DamagedBackup('The file is damaged.');
			return rows;
		}
		const head = frame.kind === 'T' ? parse(tableSchema, frame) : undefined;
		const table = tables.find(({ name }) => name === head?.table);
		if (!head || !table || rows[shown(table.name)] !== undefined) {
			throw new DamagedBackup('The file holds what its schema does not have.');
		}
		if (head.columns.some((column) => !table.columns.includes(column))) {
			throw new DamagedBackup(`The file holds unknown columns of ${shown(table.name)}.`);
		}
		onProgress(`Loading ${shown(table.name)}`);
		rows[shown(table.name)] = await loadTable(client, table.name, head.columns, frames, signal);
	}
}

async function loadTable(
	client: pg.ClientBase,
	name: string,
	columns: readonly string[],
	frames: AsyncGenerator<Frame>,
	signal: AbortSignal | undefined
): Promise<number> {
	let said: number | undefined;
	async function* pieces() {
		for (let frame = await next(frames); ; frame = await next(frames)) {
			if (frame.kind === 'D') yield frame.payload;
			else {
				said = parse(tableEndSchema, frame).rows;
				return;
			}
		}
	}
	const target = client.query(copyFrom(`copy ${name} (${columnList(columns)}) from stdin`));
	await pipeline(Readable.from(pieces(), { objectMode: false }), target, signal ? { signal } : {});
	if (target.rowCount !== said) {
		throw new DamagedBackup(
			`${shown(name)} has ${target.rowCount} rows where ${said} were written.`
		);
	}
	return target.rowCount;
}

async function next(frames: AsyncGenerator<Frame>): Promise<Frame> {
	const { value, done } = await frames.next();
	if (done === true) throw new DamagedBackup('The file is cut: its end is missing.');
	return value;
}

function checkTotals(
	frame: Frame,
	rows: Readonly<Record<string, number>>,
	tables: readonly StoredTable[]
): void {
	const { tables: count, rows: sum } = parse(endSchema, frame);
	const counts = Object.values(rows);
	const total = counts.reduce((all, one) => all + one, 0);
	if (counts.length !== count || total !== sum || count !== tables.length) {
		throw new DamagedBackup('The file does not hold all tables that it should.');
	}
}
