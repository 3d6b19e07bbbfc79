import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canEnter, type Account } from './account.ts';

/** Where an account that may not enter our own folders finds binaries and data. Only root writes here. */
export const sharedRoot = '/var/lib/waypost';

export interface Places {
	/** The data folder: lock, password, certificate. Ours. */
	readonly home: string;
	/** Holds the database folder; PostgreSQL's account can enter it. */
	readonly store: string;
	/** The PostgreSQL database folder itself. */
	readonly data: string;
}

/**
 * The database lies in the data folder when PostgreSQL's account can reach it, else under `sharedRoot` in a folder
 * named by a random id that the data folder holds. A path would not do as the name: a new clone at an old path
 * must not find the old clone's data.
 */
export function findPlaces(folder: string, account: Account | null): Places {
	const home = resolve(folder);
	mkdirSync(home, { recursive: true });
	chmodSync(home, account ? 0o711 : 0o700);
	const store = account && !canEnter(account, home) ? sharedStore(home) : home;
	return { home, store, data: join(store, 'postgres') };
}

function sharedStore(home: string): string {
	const store = join(sharedRoot, 'data', readOrCreateId(join(home, 'id')));
	makeEnterable(store);
	writeFileSync(join(store, 'belongs-to'), home + '\n');
	return store;
}

function readOrCreateId(file: string): string {
	if (!existsSync(file)) writeFileSync(file, randomUUID(), { mode: 0o600 });
	return readFileSync(file, 'utf8').trim();
}

/** Makes `folder`, and our folders above it, such that others may pass through but not look around. */
export function makeEnterable(folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (let part = folder; part.startsWith(sharedRoot); part = join(part, '..'))
		chmodSync(part, 0o711);
}
