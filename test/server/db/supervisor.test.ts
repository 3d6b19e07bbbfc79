import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { StartupError } from '#server/startup-error.ts';
import { pinnedNode } from '../../../scripts/lib/steps.mjs';

/** A data folder inside one that only we may enter, as a clone under a home folder or `mktemp -d` is. */
function privateHome(): string {
	const folder = mkdtempSync(join(tmpdir(), 'waypost-supervisor-'));
	chmodSync(folder, 0o700);
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'data');
}

async function start(home: string): Promise<EmbeddedPostgres> {
	const postgres = await startEmbeddedPostgres({ home });
	onTestFinished(async () => {
		await postgres.stop();
		rmSync(dirname(postgres.dataFolder), { recursive: true, force: true });
	});
	return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	await client.connect();
	try {
		return (await client.query(sql)).rows;
	} finally {
		await client.end();
	}
}

/** Another process that holds the folder and its PostgreSQL. */
async function startInChild(home: string): Promise<{ child: ChildProcess; url: string }> {
	const script = join(import.meta.dirname, 'supervisor-child.ts');
	const child = spawn(pinnedNode, [script, home], { stdio: ['ignore', 'pipe', 'inherit'] });
	onTestFinished(() => void child.kill('SIGKILL'));
	const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
	return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
	child.kill('SIGKILL');
	await once(child, 'exit');
}

const postmasterPid = (dataFolder: string) =>
	Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);

describe('the embedded PostgreSQL', () => {
	it('starts in a folder that only we may enter, keeps data over a restart and stops without a trace', async () => {
		const home = privateHome();
		const first = await startEmbeddedPostgres({ home });
		await query(first.url, 'create table kept as select 42 as answer');
		await first.stop();
		expect(existsSync(join(first.dataFolder, 'postmaster.pid'))).toBe(false);
		expect(existsSync(new URL(first.url).searchParams.get('host') ?? '')).toBe(false);
		const second = await start(home);
		expect(second.tookOver).toBe(false);
		expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
	});

	it('is set up to keep what it acknowledges and to see deadlocks fast', async () => {
		const { url } = await start(privateHome());
		const settings = await query(
			url,
			`select name, setting from pg_settings where name in ('fsync', 'synchronous_commit',
				'full_page_writes', 'deadlock_timeout', 'max_connections', 'listen_addresses') order by name`
		);
		expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
			deadlock_timeout: '100',
			fsync: 'on',
			full_page_writes: 'on',
			listen_addresses: '',
			max_connections: '200',
			synchronous_commit: 'on'
		});
	});

	it('asks for the password, which only we can read', async () => {
		const home = privateHome();
		const { url } = await start(home);
		const wrong = new URL(url);
		wrong.password = 'guess';
		await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
		expect(statSync(join(home, 'postgres-password')).mode & 0o077).toBe(0);
	});

	it('refuses a folder that another Waypost holds, in one sentence that says whose and what to do', async () => {
		const home = privateHome();
		const { child, url } = await startInChild(home);
		const refused = await startEmbeddedPostgres({ home }).catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(StartupError);
		expect(String(refused)).toContain(`in use by another Waypost (process ${child.pid})`);
		expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
		await kill(child);
		await start(home);
	});

	it('takes over after kill -9 of the app: its PostgreSQL still runs, and nothing acknowledged is lost', async () => {
		const home = privateHome();
		const { child, url } = await startInChild(home);
		await query(url, 'create table kept as select generate_series(1, 1000) as n');
		await kill(child);
		expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
		const next = await start(home);
		expect(next.tookOver).toBe(true);
		expect(await query(next.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
		await expect(query(url, 'select 1')).rejects.toThrow();
	});

	it('recovers after kill -9 of PostgreSQL and the app', async () => {
		const home = privateHome();
		const { child, url } = await startInChild(home);
		await query(url, 'create table kept as select generate_series(1, 1000) as n');
		const [{ folder } = {}] = await query(
			url,
			"select current_setting('data_directory') as folder"
		);
		process.kill(postmasterPid(String(folder)), 'SIGKILL');
		await kill(child);
		const next = await start(home);
		expect(await query(next.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
	});

	it('never signals a process that only happens to have the old id', async () => {
		const home = privateHome();
		const first = await startEmbeddedPostgres({ home });
		await first.stop();
		const bystander = spawn(pinnedNode, ['-e', 'setInterval(() => {}, 60000)']);
		onTestFinished(() => void bystander.kill('SIGKILL'));
		writeFileSync(join(first.dataFolder, 'postmaster.pid'), `${bystander.pid}\n`);
		const next = await start(home);
		expect(next.tookOver).toBe(false);
		expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
	});

	it('begins anew where the first start was killed before the folder was whole', async () => {
		const home = privateHome();
		const { dataFolder, stop } = await startEmbeddedPostgres({ home });
		await stop();
		renameSync(dataFolder, `${dataFolder}.draft-killed`);
		const { url } = await start(home);
		expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
	});

	it('refuses a folder of another PostgreSQL version and says what to do', async () => {
		const home = privateHome();
		const first = await startEmbeddedPostgres({ home });
		await first.stop();
		writeFileSync(join(first.dataFolder, 'PG_VERSION'), '17\n');
		await expect(startEmbeddedPostgres({ home })).rejects.toThrow(/made by PostgreSQL 17/);
		rmSync(dirname(first.dataFolder), { recursive: true, force: true });
	});
});
