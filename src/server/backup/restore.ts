import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { verifyStoredAudit } from '#server/audit/verify-stored.ts';
import { applyMigrations, migrate, migrationsFolder } from '#server/db/migrate.ts';
import { readMigrations, type MigrationFile } from '#server/db/migration-files.ts';
import { createPool } from '#server/db/pool.ts';
import { inCancellableTransaction } from '#server/db/cancellable.ts';
import { StartupError } from '#server/startup-error.ts';
import type { BackupOptions, BackupReport } from './backup.ts';
import {
	DamagedBackup,
	headerSchema,
	parse,
	readFrames,
	type BackupHeader,
	type Frame
} from './frames.ts';
import { loadTables } from './load.ts';
import { beginEpoch } from './new-epoch.ts';
import { dropEverything, tableExists } from './tables.ts';

export interface RestoreOptions extends BackupOptions {
	/** Take the place of what is in the database, which is lost. */
	readonly replace?: boolean;
}

/**
 * Fills an empty database from a backup: schema of the backup's time, rows, audit verified, a new epoch, all in one
 * transaction, so that whatever goes wrong leaves the database as it was; then what migrations there are since. Rejects with a
 * StartupError where the operator can mend it.
 */
export async function restoreBackup(
	url: string,
	file: string,
	options: RestoreOptions = {}
): Promise<BackupReport> {
	const pool = createPool({ url, size: 2, name: 'waypost-cli' });
	try {
		await access(file);
		const report = await inCancellableTransaction(pool, options.signal, (client) =>
			restore(client, file, options)
		);
		await migrate(url);
		await pool.query('analyze');
		return report;
	} catch (error) {
		throw asRefusal(error, file);
	} finally {
		await pool.end();
	}
}

async function restore(
	client: pg.ClientBase,
	file: string,
	{ replace = false, signal, onProgress = () => {} }: RestoreOptions
): Promise<BackupReport> {
	await refuseWhileRunning(client);
	if (!replace && !(await isUnused(client))) {
		throw new StartupError(
			'The database is not empty: restore into an empty one, or say --replace --confirm to lose what is in it.'
		);
	}
	// An error of either ends the reading below.
	const unpacked = pipeline(createReadStream(file), createGunzip(), () => {});
	const frames = readFrames(unpacked as AsyncIterable<Buffer>);
	const header = await headerOf(frames);
	const files = filesOf(header);
	await dropEverything(client);
	await applyMigrations(client, files);
	const rows = await loadTables(client, frames, { signal, onProgress });
	onProgress('Verifying the audit chain');
	const { ok, first_bad: bad } = await verifyStoredAudit(client, signal ? { signal } : {});
	if (!ok) throw new StartupError(`The audit chain in ${file} is broken at version ${bad?.v}.`);
	return { epoch: await beginEpoch(client, header.at), rows };
}

/** Our servers and their job queues say who they are. */
async function refuseWhileRunning(client: pg.ClientBase): Promise<void> {
	const { rowCount } = await client.query(
		`select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
		and application_name in ('waypost', 'waypost-jobs')`
	);
	if (rowCount !== 0) throw new StartupError('Waypost runs on this database: stop it first.');
}

/** Without tables, or with those of a Waypost in which nobody ever did anything. */
async function isUnused(client: pg.ClientBase): Promise<boolean> {
	if (await tableExists(client, 'sync_clock')) {
		const { rowCount } = await client.query('select from sync_clock where v > 0');
		return rowCount === 0;
	}
	const { rowCount } = await client.query(
		`select from pg_tables where schemaname <> 'information_schema' and schemaname not like 'pg\\_%'`
	);
	return rowCount === 0;
}

async function headerOf(frames: AsyncGenerator<Frame>): Promise<BackupHeader> {
	const { value, done } = await frames.next();
	if (done === true || value.kind !== 'H') {
		throw new DamagedBackup('This is not a backup of Waypost.');
	}
	return parse(headerSchema, value);
}

/** The migrations that made the backup's schema, as this version has them. */
function filesOf({ migrations }: BackupHeader): readonly MigrationFile[] {
	const files = readMigrations(migrationsFolder);
	for (const [index, { name, checksum }] of migrations.entries()) {
		const file = files[index];
		if (file?.name !== name || file.checksum !== checksum) {
			throw new StartupError(
				`The backup was made by another version of Waypost (its migration ${name} is not ours): restore it with that version or a newer one.`
			);
		}
	}
	return files.slice(0, migrations.length);
}

const damages = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR']);

function asRefusal(error: unknown, file: string): unknown {
	if (!(error instanceof Error)) return error;
	const code = (error as NodeJS.ErrnoException).code ?? '';
	if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') {
		return new StartupError(`${file} cannot be read (${code}).`);
	}
	if (damages.has(code)) {
		return new StartupError(
			`${file} is no backup of Waypost, or it is cut or damaged. Nothing was changed.`
		);
	}
	if (error instanceof DamagedBackup) {
		return new StartupError(`${file}: ${error.message} Nothing was changed.`);
	}
	return error;
}
