import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { createDatabase, type DatabaseEvents } from '#store/dexie/replica-database.ts';
import { DexieStorage } from '#store/dexie/replica-storage.ts';
import { databaseName } from '#store/databases.ts';

const silent: DatabaseEvents = {
	onBlocked: () => undefined,
	onOutdated: () => undefined,
	onClosed: () => undefined
};

/** One browser profile: every storage opened on it is another tab of the same person. */
export class FakeDevice {
	readonly parts = { indexedDB: new IDBFactory(), IDBKeyRange };

	database(events: Partial<DatabaseEvents> = {}, version?: number) {
		return createDatabase(
			databaseName('ann'),
			{ ...silent, ...events },
			this.parts as never,
			version
		);
	}

	storage(events: Partial<DatabaseEvents> = {}): DexieStorage {
		return new DexieStorage(this.database(events), () => this.database(events));
	}
}
