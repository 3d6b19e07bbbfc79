/** The server as an operator meets it: one process on the build, started, probed, stopped, killed. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestApp, type AppSettings } from '#test/support/app.ts';
import { createTestDatabase, databaseForTest } from '#test/support/postgres.ts';

async function start(settings: AppSettings) {
	const app = await startTestApp(settings);
	onTestFinished(() => void app.process.kill('SIGKILL'));
	return app;
}

function temporaryHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'waypost-process-'));
	onTestFinished(() => rmSync(home, { recursive: true, force: true }));
	return home;
}

describe('the server process', () => {
	it('tells its health: 200 with its version, 503 once the database is gone', async () => {
		const database = await createTestDatabase();
		const app = await start({ env: { DATABASE_URL: database.url } });
		const healthy = await fetch(`${app.address}/healthz`);
		expect(healthy.status).toBe(200);
		expect(healthy.headers.get('cache-control')).toBe('no-store');
		const version = readFileSync('build/.inputs', 'utf8');
		expect(await healthy.json()).toEqual({ status: 'ok', version, database: 'ok' });
		await database.drop();
		const failing = await fetch(`${app.address}/healthz`);
		expect(failing.status).toBe(503);
		expect(await failing.json()).toMatchObject({ status: 'failing', database: 'unreachable' });
		expect(await app.end()).toBe(0);
	});

	it('migrates the database of DATABASE_URL and leaves no session on it', async () => {
		const url = await databaseForTest('nothing');
		const app = await start({ env: { DATABASE_URL: url } });
		await fetch(`${app.address}/healthz`);
		expect(await app.end('SIGINT')).toBe(0);
		const client = new pg.Client({ connectionString: url });
		await client.connect();
		const sessions = await client.query(
			'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
		);
		expect(sessions.rowCount).toBe(0);
		const migrations = await client.query('select name from schema_migration');
		expect(migrations.rowCount).toBeGreaterThan(0);
		await client.end();
	});

	it('logs each request as one JSON line: id, method, path without query, status; no cookies', async () => {
		const env = { DATABASE_URL: await databaseForTest(), WAYPOST_LOG_LEVEL: 'info' };
		const app = await start({ env });
		await fetch(`${app.address}/nowhere?secret=canary-query`, {
			headers: { 'x-request-id': 'trace-0001', cookie: 'session=canary-cookie' }
		});
		await app.end();
		const lines = app
			.output()
			.split('\n')
			.filter((line) => line.startsWith('{'))
			.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(lines.find(({ requestId }) => requestId === 'trace-0001')).toMatchObject({
			level: 'info',
			app: 'waypost',
			msg: 'request',
			method: 'GET',
			path: '/nowhere',
			status: 404,
			ms: expect.any(Number)
		});
		expect(app.output()).not.toContain('canary');
	});

	it('stops its own PostgreSQL on SIGTERM; after kill -9 the next start takes over', async () => {
		const env = { DATABASE_URL: '', WAYPOST_DATA_DIR: temporaryHome(), WAYPOST_LOG_LEVEL: 'info' };
		const pidFile = join(env.WAYPOST_DATA_DIR, 'postgres/postmaster.pid');
		const first = await start({ env });
		expect(existsSync(pidFile)).toBe(true);
		await first.end('SIGKILL');
		expect(existsSync(pidFile)).toBe(true);
		const second = await start({ env });
		expect(second.output()).toContain('took over the PostgreSQL of a killed process');
		expect((await fetch(`${second.address}/healthz`)).status).toBe(200);
		expect(await second.end()).toBe(0);
		expect(existsSync(pidFile)).toBe(false);
	});

	it('says in one sentence that the folder or the port is in use, and exits with 1', async () => {
		const env = { DATABASE_URL: '', WAYPOST_DATA_DIR: temporaryHome() };
		const first = await start({ env });
		await expect(startTestApp({ env })).rejects.toThrow(
			/The data folder .* is in use by another Waypost \(process \d+\): stop that one/
		);
		const { port } = new URL(first.address);
		await expect(startTestApp({ args: ['--port', port], env })).rejects.toThrow(
			`Port ${port} is in use: stop the program that holds it, or choose another with --port.`
		);
		await first.end();
	});

	it('serves HTTPS with --lan', async () => {
		const env = { DATABASE_URL: await databaseForTest(), WAYPOST_DATA_DIR: temporaryHome() };
		const app = await start({ args: ['--lan', '--host', '127.0.0.1'], env });
		expect(app.address).toMatch(/^https:\/\/localhost:\d+$/);
		expect(app.output()).toContain('/waypost-lan.crt');
		expect(await app.end()).toBe(0);
	});
});
