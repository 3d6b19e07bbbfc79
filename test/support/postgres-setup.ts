/** Once per run: one PostgreSQL for all server tests, on a temporary folder, with a migrated database to copy from. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { migrate } from '#server/db/migrate.ts';
import { onUrl, templateName } from './postgres.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The superuser's address of the shared server. */
		postgresUrl: string;
	}
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
	const home = mkdtempSync(join(tmpdir(), 'waypost-test-'));
	const postgres = await startEmbeddedPostgres({ home, durable: false });
	const client = new pg.Client({ connectionString: postgres.url });
	await client.connect();
	await client.query(`create database ${templateName}`);
	await client.end();
	await migrate(onUrl(postgres.url, templateName));
	project.provide('postgresUrl', postgres.url);
	return async () => {
		await postgres.stop();
		rmSync(home, { recursive: true, force: true });
		rmSync(dirname(postgres.dataFolder), { recursive: true, force: true });
	};
}
