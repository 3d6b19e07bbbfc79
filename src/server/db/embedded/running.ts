import { existsSync } from 'node:fs';
import { postgresAccount } from './account.ts';
import { superuser, readOrCreatePassword } from './cluster.ts';
import { findPlaces } from './places.ts';
import { readPostmaster } from './postmaster.ts';

/** The one database of a cluster that Waypost brings along. */
export const databaseName = 'waypost';

/** Address of a database of the cluster, over its socket or, where there are none, over TCP. Holds the password. */
export function postgresUrl(
	home: string,
	database: string,
	{ socketFolder, port }: { readonly socketFolder: string | null; readonly port: number }
): string {
	const url = new URL(`postgres://localhost:${port}/${database}`);
	url.username = superuser;
	url.password = readOrCreatePassword(home);
	if (socketFolder === null) url.hostname = '127.0.0.1';
	else url.searchParams.set('host', socketFolder);
	return url.href;
}

/** Address of the PostgreSQL that another process runs on the data folder; undefined when none does. */
export function runningPostgres(folder: string): string | undefined {
	const places = findPlaces(folder, postgresAccount());
	const running = existsSync(places.data) ? readPostmaster(places.data) : null;
	if (!running) return undefined;
	const { socketFolder, port } = running;
	return postgresUrl(places.home, databaseName, { socketFolder: socketFolder || null, port });
}
