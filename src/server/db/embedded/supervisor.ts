/**
 * The PostgreSQL that Waypost brings along, for whoever sets no DATABASE_URL.
 *
 * Life of the data folder: locked by us -> any PostgreSQL still running on it is an orphan of a killed Waypost, so it is stopped
 * (what it acknowledged is on disk) -> made if new -> started -> ... -> stopped -> unlocked. PostgreSQL is a session
 * of its own (`pg_ctl` sees to it), so a Ctrl+C reaches the app alone, which drains and then calls `stop`.
 */
import { chownSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { StartupError } from '#server/startup-error.ts';
import { postgresAccount, type Account } from './account.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { ensureCluster, settingsFileName } from './cluster.ts';
import { lockFolder } from './folder-lock.ts';
import { findPlaces, type Places } from './places.ts';
import { isPostgres, readPostmaster } from './postmaster.ts';
import { run } from './run.ts';
import { databaseName, postgresUrl } from './running.ts';
import { settingsFile } from './settings.ts';

/** Seconds; crash recovery after a power cut may replay a lot of log. */
const startTimeout = 600;
const stopTimeout = 60;

export interface EmbeddedPostgres {
	/** For `pg` and everything built on it. Holds the password: never log it. */
	readonly url: string;
	/** The folder with the database, which may lie outside the data folder when we are root. */
	readonly dataFolder: string;
	/** True when a PostgreSQL of a killed Waypost was still running on the folder. */
	readonly tookOver: boolean;
	/** Closes sessions, writes a checkpoint, stops and unlocks. */
	stop(): Promise<void>;
}

export interface EmbeddedOptions {
	/** The data folder, made if missing. */
	readonly home: string;
	/** False in tests only: faster, and not safe against a crash of the machine. */
	readonly durable?: boolean;
	readonly onProgress?: (sentence: string) => void;
}

/** Rejects with a StartupError when the folder is in use or PostgreSQL does not start. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
	const { home, durable = true, onProgress = () => {} } = options;
	const account = postgresAccount();
	const places = findPlaces(home, account);
	const lock = lockFolder(places.home);
	try {
		const binaries = findBinaries(account);
		const server = new Server(places, binaries, account);
		const tookOver = await server.stopOrphan(onProgress);
		onProgress('Starting PostgreSQL');
		await ensureCluster(places, binaries, account, durable);
		const url = await server.start(durable);
		return {
			url,
			dataFolder: places.data,
			tookOver,
			async stop() {
				await server.stop();
				lock.release();
			}
		};
	} catch (error) {
		lock.release();
		throw error;
	}
}

class Server {
	readonly #places: Places;
	readonly #binaries: Binaries;
	readonly #account: Account | null;

	constructor(places: Places, binaries: Binaries, account: Account | null) {
		this.#places = places;
		this.#binaries = binaries;
		this.#account = account;
	}

	async stopOrphan(onProgress: (sentence: string) => void): Promise<boolean> {
		const left = readPostmaster(this.#places.data);
		if (!left) return false;
		if (isPostgres(left.pid)) {
			onProgress('Taking over the PostgreSQL of a Waypost that was killed');
			await this.stop();
			return true;
		}
		rmSync(join(this.#places.data, 'postmaster.pid'));
		removeSocketFolder(left.socketFolder);
		return false;
	}

	async start(durable: boolean): Promise<string> {
		const socketFolder = process.platform === 'win32' ? null : this.#makeSocketFolder();
		const port = socketFolder === null ? await freePort() : 5432;
		const settings = settingsFile({ socketFolder, port, durable });
		writeFileSync(join(this.#places.data, settingsFileName), settings);
		const log = join(this.#places.data, 'start.log');
		const flags = ['start', '-w', '-s', '-t', String(startTimeout), '-l', log];
		const { code, output } = await this.#pgCtl(flags);
		if (code !== 0) {
			if (socketFolder) removeSocketFolder(socketFolder);
			throw new StartupError(`PostgreSQL did not start: ${output}\n${readTail(log)}`);
		}
		const address = (name: string) => postgresUrl(this.#places.home, name, { socketFolder, port });
		await ensureDatabase(address('postgres'), databaseName);
		return address(databaseName);
	}

	/** Fast: open sessions are ended and rolled back; if that does not do in time, immediate, which recovers at the next start. */
	async stop(): Promise<void> {
		const running = readPostmaster(this.#places.data);
		const flags = ['stop', '-w', '-s', '-t', String(stopTimeout)];
		const fast = await this.#pgCtl([...flags, '-m', 'fast']);
		if (fast.code !== 0 && running && isPostgres(running.pid))
			await this.#pgCtl([...flags, '-m', 'immediate']);
		if (running) removeSocketFolder(running.socketFolder);
	}

	#pgCtl(args: readonly string[]) {
		const { data, store } = this.#places;
		return run(this.#binaries.pgCtl, [...args, '-D', data], this.#account, store);
	}

	/** A fresh folder that only PostgreSQL's account and root can enter; the password is asked for all the same. */
	#makeSocketFolder(): string {
		const parent = this.#account ? '/tmp' : tmpdir();
		const folder = mkdtempSync(join(parent, 'waypost-pg-'));
		if (this.#account) chownSync(folder, this.#account.uid, this.#account.gid);
		chmodSync(folder, 0o700);
		return folder;
	}
}

async function ensureDatabase(url: string, name: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		const found = await client.query('select from pg_database where datname = $1', [name]);
		if (found.rowCount === 0) await client.query(`create database "${name}"`);
	} finally {
		await client.end();
	}
}

function removeSocketFolder(folder: string): void {
	if (folder.includes('waypost-pg-')) rmSync(folder, { recursive: true, force: true });
}

function readTail(file: string): string {
	try {
		return readFileSync(file, 'utf8').split('\n').slice(-6).join('\n').trim();
	} catch {
		return '';
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			const port = address && typeof address === 'object' ? address.port : 0;
			probe.close(() => resolve(port));
		});
	});
}
