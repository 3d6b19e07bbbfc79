import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder in which Chromium keeps the IndexedDB of the one site in a profile. */
function folderOf(profile: string): string | undefined {
	const all = join(profile, 'Default/IndexedDB');
	try {
		const name = readdirSync(all).find((entry) => entry.endsWith('.leveldb'));
		return name && join(all, name);
	} catch {
		return undefined;
	}
}

/** Names the database on disk: another one when Chromium has deleted it and made a new one. */
export function databaseOnDisk(profile: string): string | undefined {
	const folder = folderOf(profile);
	if (!folder) return undefined;
	const { ino, birthtimeMs } = statSync(folder);
	return `${ino} ${birthtimeMs}`;
}

/**
 * Does to the log of a browser that is gone what half a record in it does one start later: a checksum that is wrong.
 * Chromium then deletes the whole database.
 */
export function damageDatabase(profile: string): void {
	const folder = folderOf(profile);
	const log = readdirSync(folder ?? '').find((file) => file.endsWith('.log'));
	if (!folder || !log) throw new Error('There is no database to damage');
	const file = join(folder, log);
	const bytes = readFileSync(file);
	// Within the first record: a checksum covers all of it.
	bytes.writeUInt8(bytes.readUInt8(10) ^ 0xff, 10);
	writeFileSync(file, bytes);
}
