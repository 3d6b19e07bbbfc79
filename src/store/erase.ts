import { databaseName } from './databases.ts';
import { eraseSpare } from './spare/browser-files.ts';

/**
 * Removes a person's data from this device. Resolves when it is gone; other tabs are asked to let go of it, and it goes
 * when the last of them did.
 */
export async function eraseDatabase(
	subject: string,
	factory: IDBFactory,
	storage: StorageManager
): Promise<void> {
	await deleteDatabase(subject, factory);
	// After the tabs have let go: what one of them still wrote must not come back.
	if ('getDirectory' in storage) await eraseSpare(subject, storage);
}

function deleteDatabase(subject: string, factory: IDBFactory): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = factory.deleteDatabase(databaseName(subject));
		request.onsuccess = () => resolve();
		request.onerror = () => reject(request.error ?? new Error('The local data was not erased.'));
	});
}
