/** A person's database on this device. */
export function databaseName(subject: string): string {
	return `waypost:${subject}`;
}

/**
 * Removes a person's data from this device. Resolves when it is gone; other tabs are asked to let go of it, and it goes
 * when the last of them did.
 */
export function eraseDatabase(subject: string, factory: IDBFactory): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = factory.deleteDatabase(databaseName(subject));
		request.onsuccess = () => resolve();
		request.onerror = () => reject(request.error ?? new Error('The local data was not erased.'));
	});
}
