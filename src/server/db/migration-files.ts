import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MigrationFile {
	/** File name without `.sql`: `0002_sync`. */
	readonly name: string;
	readonly sql: string;
	/** SHA-256, hex, of the text with `\n` line ends, so that a checkout on Windows agrees. */
	readonly checksum: string;
}

const fileName = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** The numbered files of `folder` in order. Throws on a misnamed file and on a number used twice. */
export function readMigrations(folder: string): MigrationFile[] {
	const names = readdirSync(folder).sort();
	const seen = new Map<string, string>();
	for (const name of names) {
		const number = fileName.exec(name)?.[1];
		if (!number) throw new Error(`${name} in ${folder} is not named NNNN_name.sql`);
		const twin = seen.get(number);
		if (twin) throw new Error(`Migrations ${twin} and ${name} have the same number`);
		seen.set(number, name);
	}
	return names.map((name) => readMigration(folder, name));
}

function readMigration(folder: string, name: string): MigrationFile {
	const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
	const checksum = createHash('sha256').update(sql).digest('hex');
	return { name: name.slice(0, -'.sql'.length), sql, checksum };
}
