import { registry } from '#domain/registry.ts';
import type { ReplicaWorld } from '#sync/replica/index.ts';
import { HttpTransport } from '#sync/transport/index.ts';
import { fetchBlob, httpUploads } from '../blobs/http-uploads.ts';
import { createDatabase } from '../dexie/replica-database.ts';
import { DexieStorage } from '../dexie/replica-storage.ts';
import { databaseName } from '../databases.ts';
import { BrowserSpareFiles } from '../spare/browser-files.ts';
import { SparedStorage } from '../spare/spared-storage.ts';
import { deviceZone } from './device-zone.ts';
import { broadcastHints } from './hints.ts';
import { TabData } from './tab-data.ts';
import type { TabUpdate } from './updates.ts';
import { uuidV7 } from './uuid-v7.ts';

/** Clock, chance and timers of this browser. */
const browserWorld: Omit<ReplicaWorld, 'announce'> = {
	now: () => Date.now(),
	timeZone: deviceZone,
	newMid: () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
	newUuid: () => crypto.randomUUID(),
	random: () => Math.random(),
	after: (ms, task) => {
		const timer = setTimeout(task, ms);
		return () => clearTimeout(timer);
	}
};

/** The data of one person in this tab, on the parts that the browser gives to a worker. */
export function openTab(subject: string, tell: (update: TabUpdate) => void): TabData {
	const browserFetch = (path: string, init: RequestInit) => fetch(path, init);
	const open = () =>
		createDatabase(databaseName(subject), {
			onBlocked: () => tell({ device: 'blocked' }),
			onOutdated: () => {
				storage.close();
				tell({ device: 'outdated' });
			},
			// The next read or write finds out and opens anew.
			onClosed: () => undefined
		});
	// Missing in private windows of some browsers.
	const spare = 'getDirectory' in navigator.storage;
	const files = spare ? new BrowserSpareFiles(subject, navigator.storage) : undefined;
	const storage = new SparedStorage(new DexieStorage(open(), open), files);
	const hints = broadcastHints(subject);
	return new TabData({
		registry,
		subject,
		storage,
		transport: new HttpTransport({
			fetch: browserFetch,
			after: browserWorld.after,
			onPresence: (presence) => {
				tell({ presence });
				hints.post({ kind: 'presence', presence });
			}
		}),
		uploads: httpUploads(browserFetch),
		fetchBlob: (hash, from) => fetchBlob(browserFetch, hash, from),
		world: browserWorld,
		locks: navigator.locks,
		hints,
		tell
	});
}
