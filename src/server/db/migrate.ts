/**
 * Brings a database to the schema of this version of Waypost: the files of `migrations/`, in order, each in a
 * transaction of its own that also records it. Any number of processes may start at once: each step takes the table
 * lock of `schema_migration` and looks again, so a step is done by one of them and seen by the rest. Nothing is ever
 * undone; what was applied may not change.
 */
import { join } from 'node:path';
import pg from 'pg';
import { StartupError } from '#server/startup-error.ts';
import { readMigrations, type MigrationFile } from './migration-files.ts';

/** Where the files are when running from source; the built app is migrated by the entry script, which does. */
export const migrationsFolder = join(import.meta.dirname, 'migrations');

interface AppliedMigration {
	readonly name: string;
	readonly checksum: string;
}

/**
 * Applies what is pending and answers its names. Rejects with a StartupError when the database is unreachable, newer than
 * this code, or was migrated by a file that has changed since; with the database's own error when a file fails, of
 * which then nothing stays.
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
	const files = readMigrations(folder);
	const client = await connect(url);
	try {
		await createRecord(client);
		const applied: string[] = [];
		for (;;) {
			const name = await applyNext(client, files);
			if (name === null) return applied;
			applied.push(name);
		}
	} finally {
		await client.end();
	}
}

/** Applies files in the caller's transaction, to a database without tables: what a restore builds its rows on. */
export async function applyMigrations(
	client: pg.ClientBase,
	files: readonly MigrationFile[]
): Promise<void> {
	await createRecord(client);
	for (const file of files) await apply(client, file);
}

async function connect(url: string): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
	try {
		await client.connect();
	} catch (error) {
		const reason = error instanceof Error ? error.message || error.name : String(error);
		throw new StartupError(`The database cannot be reached (${reason}): check DATABASE_URL.`);
	}
	return client;
}

/** Two sessions creating the same table at once: "if not exists" still lets the later one fail with one of these. */
const createdMeanwhile = new Set(['23505', '42P07', '42710']);

async function createRecord(client: pg.ClientBase): Promise<void> {
	try {
		await client.query(`create table if not exists schema_migration (
			name text primary key,
			checksum text not null,
			applied_at timestamptz not null default now()
		)`);
	} catch (error) {
		if (!createdMeanwhile.has(String((error as { code?: unknown }).code))) throw error;
	}
}

async function applyNext(
	client: pg.Client,
	files: readonly MigrationFile[]
): Promise<string | null> {
	await client.query('begin');
	try {
		await client.query('lock table schema_migration in exclusive mode');
		const { rows } = await client.query<AppliedMigration>(
			'select name, checksum from schema_migration order by name collate "C"'
		);
		checkApplied(rows, files);
		const next = files[rows.length];
		if (next) await apply(client, next);
		await client.query('commit');
		return next?.name ?? null;
	} catch (error) {
		await client.query('rollback');
		throw error;
	}
}

/** What is applied must be the beginning of what is on disk, unchanged. */
function checkApplied(applied: readonly AppliedMigration[], files: readonly MigrationFile[]): void {
	for (const [index, { name, checksum }] of applied.entries()) {
		const file = files.find((candidate) => candidate.name === name);
		if (!file)
			throw new StartupError(
				`The database holds migration ${name}, which this version of Waypost does not know: start the newer version.`
			);
		if (file.checksum !== checksum)
			throw new StartupError(
				`Migration ${name} was changed after it had been applied to this database: restore the file and put the change into a new migration.`
			);
		if (files[index] !== file)
			throw new StartupError(
				`Migration ${files[index]?.name} comes before ${name}, which is already applied: give it a higher number.`
			);
	}
}

async function apply(client: pg.ClientBase, { name, sql, checksum }: MigrationFile): Promise<void> {
	try {
		await client.query(sql);
	} catch (error) {
		if (error instanceof Error) error.message = `Migration ${name}: ${error.message}`;
		throw error;
	}
	await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [
		name,
		checksum
	]);
}
