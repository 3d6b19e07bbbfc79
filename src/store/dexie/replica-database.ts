import { Dexie } from 'dexie';
import { STORES, type StoreName } from '#sync/replica/index.ts';

/** Raised with a change of the stores themselves, always by addition: an older tab must be able to go on. */
const VERSION = 1;

/** What becomes of the connection, for the person: SYNC.md section 7, P6 and P8. */
export interface DatabaseEvents {
	/** An older tab holds the database and this one waits for it. */
	readonly onBlocked: () => void;
	/** A newer tab wants to change the stores: this one has let go and must be reloaded. */
	readonly onOutdated: () => void;
	/** The browser closed the connection. */
	readonly onClosed: () => void;
}

/** Where a browser's IndexedDB is; tests bring their own. */
export interface IndexedDbParts {
	readonly indexedDB: IDBFactory;
	readonly IDBKeyRange: typeof globalThis.IDBKeyRange;
}

export function createDatabase(
	name: string,
	events: DatabaseEvents,
	parts?: IndexedDbParts,
	version = VERSION
): Dexie {
	const database = new Dexie(name, {
		// A save is acknowledged only when the disk has it.
		chromeTransactionDurability: 'strict',
		...parts
	});
	// Keys lie outside the records and there is no index: reads are by key or of a whole store.
	const stores = Object.fromEntries(STORES.map((store: StoreName) => [store, '']));
	database.version(version).stores(stores);
	database.on('blocked', () => events.onBlocked());
	database.on('versionchange', () => {
		// Whoever waits for us gets the database at once; what is unsaved on screen stays on screen.
		database.close({ disableAutoOpen: true });
		events.onOutdated();
	});
	database.on('close', () => events.onClosed());
	return database;
}
