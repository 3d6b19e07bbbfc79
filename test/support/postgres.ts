import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/** The migrated database that fresh ones are copied from. */
export const templateName = 'waypost_template';

/** The same server and account, another database. */
export function onUrl(url: string, database: string): string {
	const other = new URL(url);
	other.pathname = `/${database}`;
	return other.href;
}

export interface TestDatabase {
	readonly url: string;
	/** Ends all sessions on it and removes it. */
	drop(): Promise<void>;
}

/**
 * A database of its own on the run's shared server: migrated, or empty with `{ empty: true }`. About 50 ms. For a whole file
 * call it in `beforeAll` and `drop` it in `afterAll`; for one test use `databaseForTest`.
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
	const name = `test_${randomBytes(6).toString('hex')}`;
	const template = empty ? 'template0' : templateName;
	await asSuperuser(`create database ${name} template ${template} strategy file_copy`);
	return {
		url: onUrl(inject('postgresUrl'), name),
		drop: () => asSuperuser(`drop database ${name} with (force)`)
	};
}

/** As `createTestDatabase`, dropped when the calling test ends. */
export async function databaseForTest(options: { empty?: boolean } = {}): Promise<string> {
	const database = await createTestDatabase(options);
	onTestFinished(() => database.drop());
	return database.url;
}

async function asSuperuser(sql: string): Promise<void> {
	const client = new pg.Client({ connectionString: inject('postgresUrl') });
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}
