import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/**
 * What a fresh database holds: nothing; the schema; or the demo company with its sign-ins, planted when the run began, as
 * the app would plant it.
 */
export type Holding = 'nothing' | 'schema' | 'company';

/** The databases that fresh ones are copied from. */
export const templates: Readonly<Record<Holding, string>> = {
	nothing: 'template0',
	schema: 'waypost_schema',
	company: 'waypost_company'
};

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
 * A database of its own on the run's shared server. About 50 ms. For a whole file call it in `beforeAll` and `drop` it in
 * `afterAll`; for one test use `databaseForTest`.
 */
export async function createTestDatabase(holding: Holding = 'schema'): Promise<TestDatabase> {
	const name = `test_${randomBytes(6).toString('hex')}`;
	await asSuperuser(`create database ${name} template ${templates[holding]} strategy file_copy`);
	return {
		url: onUrl(inject('postgresUrl'), name),
		drop: () => asSuperuser(`drop database ${name} with (force)`)
	};
}

/** As `createTestDatabase`, dropped when the calling test ends. */
export async function databaseForTest(holding: Holding = 'schema'): Promise<string> {
	const database = await createTestDatabase(holding);
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
