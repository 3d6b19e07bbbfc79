/** Once per run: one PostgreSQL for all server tests, on a temporary folder, with databases to copy from. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { migrate } from '#server/db/migrate.ts';
import { plantDemo } from '#server/seed/plant.ts';
import { onUrl, templates } from './postgres.ts';

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
	const { schema, company } = templates;
	await client.query(`create database ${schema}`);
	await migrate(onUrl(postgres.url, schema));
	await client.query(`create database ${company} template ${schema}`);
	await plantDemo(onUrl(postgres.url, company), () => {});
	await client.end();
	project.provide('postgresUrl', postgres.url);
	return async () => {
		await postgres.stop();
		rmSync(home, { recursive: true, force: true });
		rmSync(dirname(postgres.dataFolder), { recursive: true, force: true });
	};
}
