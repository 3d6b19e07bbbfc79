/** Once per run: one PostgreSQL for all server tests, on a temporary folder, with databases to copy from. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { migrate } from '#server/db/migrate.ts';
import { plantDemo } from '#server/seed/plant.ts';
import { startTestApp } from './app.ts';
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
	await settle(onUrl(postgres.url, company));
	await client.end();
	project.provide('postgresUrl', postgres.url);
	return async () => {
		await postgres.stop();
		rmSync(home, { recursive: true, force: true });
		rmSync(dirname(postgres.dataFolder), { recursive: true, force: true });
	};
}

/** Lets the app do what planting left to its queues, so that nothing moves by itself in the copies. */
async function settle(url: string): Promise<void> {
	const app = await startTestApp({ env: { DATABASE_URL: url, WAYPOST_LOG_LEVEL: 'error' } });
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const isBusy = async () => {
		const due = `select from pgboss.job where state < 'completed' and start_after <= now() limit 1`;
		return (await client.query(due)).rowCount !== 0;
	};
	while (await isBusy()) await setTimeout(50);
	await client.end();
	await app.end();
}
