import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running (or dead) PostgreSQL left in its `postmaster.pid`. */
export interface Postmaster {
	readonly pid: number;
	readonly port: number;
	/** Empty when it listens on TCP only. */
	readonly socketFolder: string;
}

/** Null when there is no such file. */
export function readPostmaster(dataFolder: string): Postmaster | null {
	const file = join(dataFolder, 'postmaster.pid');
	if (!existsSync(file)) return null;
	const lines = readFileSync(file, 'utf8').split('\n');
	return { pid: Number(lines[0]), port: Number(lines[3]), socketFolder: lines[4]?.trim() ?? '' };
}

/**
 * Whether the process of that id is a PostgreSQL. In a container, ids start low after each restart, so a stale
 * `postmaster.pid` often names an innocent process (ourselves, even), which must not be signalled.
 */
export function isPostgres(pid: number): boolean {
	if (!(pid > 0)) return false;
	try {
		return commandOf(pid).includes('postgres');
	} catch {
		return false;
	}
}

function commandOf(pid: number): string {
	if (process.platform === 'linux')
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
	if (process.platform === 'win32')
		return execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/NH'], { encoding: 'utf8' });
	return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
}
