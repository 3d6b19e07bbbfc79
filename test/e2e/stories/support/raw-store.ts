import type { Page } from 'playwright-core';

/** Every record of every local database as text, by `database/store`: what somebody finds who opens the disk. */
export function rawStores(page: Page): Promise<Record<string, string>> {
	return page.evaluate(async () => {
		const settled = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('not readable'));
			});
		const found: Record<string, string> = {};
		for (const { name = '' } of await indexedDB.databases()) {
			const database = await settled(indexedDB.open(name));
			for (const store of database.objectStoreNames) {
				const records = database.transaction(store).objectStore(store).getAll();
				found[`${name}/${store}`] = JSON.stringify(await settled(records));
			}
			database.close();
		}
		return found;
	});
}

/** The stores that hold the words. */
export async function storesWith(page: Page, words: string): Promise<string[]> {
	const found = Object.entries(await rawStores(page));
	return found.filter(([, text]) => text.includes(words)).map(([store]) => store);
}
