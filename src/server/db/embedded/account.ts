import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartupError } from '#server/startup-error.ts';

/** The operating-system account PostgreSQL runs under, when it is not our own. */
export interface Account {
	readonly uid: number;
	readonly gid: number;
}

/** In order of preference: an account made for PostgreSQL keeps its files apart from other daemons'. */
const candidates = ['postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root, and `initdb` wants an account with a name. Answers null when we are an
 * ordinary user and PostgreSQL can run as we do.
 */
export function postgresAccount(): Account | null {
	if (process.getuid?.() !== 0) return null;
	const lines = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
	for (const name of candidates) {
		const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
		if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
	}
	throw new StartupError(
		'PostgreSQL cannot run as root and this system has no account "postgres" or "nobody": start Waypost as an ordinary user, or set DATABASE_URL.'
	);
}

/** Whether `account` may walk into every folder on the way to `path`, which need not exist yet. */
export function canEnter(account: Account, path: string): boolean {
	for (let folder = resolve(path); ; folder = dirname(folder)) {
		if (existsSync(folder) && !hasSearchRight(account, folder)) return false;
		if (folder === dirname(folder)) return true;
	}
}

function hasSearchRight(account: Account, folder: string): boolean {
	const { mode, uid, gid } = statSync(folder);
	if (uid === account.uid) return (mode & 0o100) !== 0;
	if (gid === account.gid) return (mode & 0o010) !== 0;
	return (mode & 0o001) !== 0;
}
