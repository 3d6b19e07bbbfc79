import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createPool } from '#server/db/pool.ts';
import { inCancellableTransaction } from '#server/db/cancellable.ts';
import { StartupError } from '#server/startup-error.ts';
import { effectTable, pendingEffects } from './effects.ts';
import { FrameWriter, type BackupHeader } from './frames.ts';
import { columnList, tableExists, tablesIn, type StoredTable } from './tables.ts';

export interface BackupReport {
	readonly epoch: string;
	/** Rows by table, as `"schema"."table"` without quotes where the schema is public. */
	readonly rows: Readonly<Record<string, number>>;
}

export interface BackupOptions {
	readonly signal?: AbortSignal;
	/** Told what is being copied. */
	readonly onProgress?: (sentence: string) => void;
}

/**
 * Writes all of the database, as it stands at one moment, to `file`. People go on working meanwhile. The file holds
 * credentials: only its owner may read it. It appears under its name when it is complete; an existing one is never
 * replaced. Rejects with a StartupError where the operator can mend it.
 */
export async function writeBackup(
	url: string,
	file: string,
	{ signal, onProgress = () => {} }: BackupOptions = {}
): Promise<BackupReport> {
	const pool = createPool({ url, size: 2, name: 'waypost-cli' });
	const partial = `${file}.partial`;
	await refuseExisting(file);
	try {
		return await inCancellableTransaction(
			pool,
			signal,
			async (client) => {
				const job = new BackupJob(client, onProgress);
				await pipeline(
					Readable.from(job.frames(), { objectMode: false }),
					createGzip({ level: 4 }),
					createWriteStream(partial, { mode: 0o600 }),
					signal ? { signal } : {}
				);
				await settle(partial, file);
				return job.report();
			},
			'begin isolation level repeatable read read only'
		);
	} finally {
		await rm(partial, { force: true });
		await pool.end();
	}
}

async function refuseExisting(file: string): Promise<void> {
	try {
		await (await open(file, 'wx', 0o600)).close();
		await rm(file);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === 'EEXIST')
			throw new StartupError(`${file} exists: name another file, or remove this one first.`);
		throw new StartupError(`${file} cannot be written (${code ?? message}).`);
	}
}

/** Under its name only when the disk has it. */
async function settle(partial: string, file: string): Promise<void> {
	const handle = await open(partial, 'r+');
	await handle.sync();
	await handle.close();
	await rename(partial, file);
}

class BackupJob {
	readonly #client: pg.ClientBase;
	readonly #onProgress: (sentence: string) => void;
	readonly #writer = new FrameWriter();
	readonly #rows: Record<string, number> = {};
	#epoch = '';

	constructor(client: pg.ClientBase, onProgress: (sentence: string) => void) {
		this.#client = client;
		this.#onProgress = onProgress;
	}

	report(): BackupReport {
		return { epoch: this.#epoch, rows: this.#rows };
	}

	async *frames(): AsyncGenerator<Buffer> {
		const header = await headerOf(this.#client);
		this.#epoch = header.epoch;
		yield this.#writer.frame('H', header);
		for (const table of await tablesIn(this.#client)) yield* this.#table(table);
		const counts = Object.values(this.#rows);
		const rows = counts.reduce((sum, count) => sum + count, 0);
		const sha256 = this.#writer.sha256();
		yield this.#writer.frame('Z', { tables: counts.length, rows, sha256 });
	}

	async *#table({ name, columns }: StoredTable): AsyncGenerator<Buffer> {
		this.#onProgress(`Copying ${shown(name)}`);
		yield this.#writer.frame('T', { table: name, columns });
		const source = name === effectTable ? `(${await pendingEffects(this.#client)})` : name;
		const stream = this.#client.query(
			copyTo(`copy (select ${columnList(columns)} from ${source} t) to stdout`)
		);
		for await (const piece of stream) yield this.#writer.frame('D', piece as Buffer);
		const rows = stream.rowCount;
		this.#rows[shown(name)] = rows;
		yield this.#writer.frame('E', { rows });
	}
}

async function headerOf(client: pg.ClientBase): Promise<BackupHeader> {
	if (!(await tableExists(client, 'restored_effect'))) {
		throw new StartupError(
			'The database does not hold a Waypost of this version: start it once, then back it up.'
		);
	}
	const migrations = await client.query<{ name: string; checksum: string }>(
		'select name, checksum from schema_migration order by name collate "C"'
	);
	const epochs = await client.query<{ epoch: string }>('select epoch from sync_epoch');
	const { epoch } = epochs.rows[0] ?? {};
	if (epoch === undefined) throw new Error('The database has no epoch');
	return {
		magic: 'waypost-backup',
		format: 1,
		at: new Date().toISOString(),
		epoch,
		migrations: migrations.rows
	};
}

/** `ticket`, `auth.session`. */
export function shown(table: string): string {
	return table.replaceAll('"', '').replace(/^public[.]/, '');
}
