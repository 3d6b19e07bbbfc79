import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '#server/startup-error.ts';

/** SQLite's result code for "another process holds the lock". */
const SQLITE_BUSY = 5;

/** Another process has the folder. */
export class FolderInUse extends StartupError {}

export interface FolderLock {
	release(): void;
}

/**
 * Takes the data folder for this process. Node has no `flock`; an open exclusive transaction of the built-in
 * SQLite is a lock of the operating system's, so it falls by itself when the process dies, however it dies: there
 * are no stale locks and no race over breaking one.
 */
export function lockFolder(folder: string): FolderLock {
	const owner = join(folder, 'owner');
	const file = join(folder, 'lock');
	// Ours alone: whoever can read the file could hold a lock on it and keep us out.
	if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600 });
	const database = new DatabaseSync(file, { timeout: 0 });
	try {
		database.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		database.close();
		if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
		throw new FolderInUse(
			`The data folder ${folder} is in use by another Waypost${readOwner(owner)}: stop that one, or choose another folder with WAYPOST_DATA_DIR.`
		);
	}
	writeFileSync(owner, String(process.pid));
	return {
		release() {
			rmSync(owner, { force: true });
			database.close();
		}
	};
}

function readOwner(file: string): string {
	try {
		return ` (process ${readFileSync(file, 'utf8')})`;
	} catch {
		return '';
	}
}
