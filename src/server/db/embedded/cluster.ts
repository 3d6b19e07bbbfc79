import { randomBytes } from 'node:crypto';
import {
	appendFileSync,
	chownSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '#server/startup-error.ts';
import type { Account } from './account.ts';
import { postgresMajor, type Binaries } from './binaries.ts';
import type { Places } from './places.ts';
import { run } from './run.ts';

export const superuser = 'waypost';
export const settingsFileName = 'waypost.conf';

/** The superuser's password, made on first use. Only we may read it; PostgreSQL keeps a SCRAM verifier. */
export function readOrCreatePassword(home: string): string {
	const file = join(home, 'postgres-password');
	if (!existsSync(file))
		writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
	return readFileSync(file, 'utf8').trim();
}

/**
 * Makes the database folder if there is none. `initdb` works in a draft that is renamed when complete, so a
 * start that was killed half-way is simply done again, in a draft of its own since the old `initdb` may still run.
 */
export async function ensureCluster(
	places: Places,
	binaries: Binaries,
	account: Account | null,
	durable: boolean
): Promise<void> {
	if (existsSync(places.data)) return checkVersion(places.data);
	const draft = mkdtempSync(`${places.data}.draft-`);
	if (account) chownSync(draft, account.uid, account.gid);
	await initialise(draft, places, binaries, account, durable);
	appendFileSync(join(draft, 'postgresql.conf'), `include_if_exists = '${settingsFileName}'\n`);
	renameSync(draft, places.data);
}

function checkVersion(data: string): void {
	const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
	if (found === postgresMajor) return;
	throw new StartupError(
		`The database in ${data} was made by PostgreSQL ${found} and this Waypost brings ${postgresMajor}: restore a backup into a new folder, or start the Waypost version that made it.`
	);
}

async function initialise(
	draft: string,
	places: Places,
	binaries: Binaries,
	account: Account | null,
	durable: boolean
): Promise<void> {
	const passwordFile = join(places.store, 'initdb-password');
	writeFileSync(passwordFile, readOrCreatePassword(places.home), { mode: 0o600 });
	if (account) chownSync(passwordFile, account.uid, account.gid);
	// The built-in C.UTF-8 sorts by code point, the same on every system and as JavaScript does within the BMP.
	const args = ['-D', draft, '-U', superuser, '--pwfile', passwordFile]
		.concat(['--auth', 'scram-sha-256', '--encoding', 'UTF8'])
		.concat(['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'])
		.concat(durable ? [] : ['--no-sync']);
	try {
		const { code, output } = await run(binaries.initdb, args, account, places.store);
		if (code !== 0)
			throw new StartupError(`PostgreSQL could not make its folder ${draft}: ${output}`);
	} finally {
		rmSync(passwordFile, { force: true });
	}
}
