import {
	fileAddress,
	noteAddress,
	SHARE_CACHE,
	type SharedNote
} from '#workers/contracts/share.ts';

/** Milliseconds after which nobody comes for it any more; who comes then may be somebody else. */
const FRESH = 3_600_000;

/** What another app shared with this one, for a form to take in. */
export interface SharedRequest {
	readonly text: string;
	readonly files: readonly File[];
}

/** The share of this id; undefined when it was taken in before, or is an hour old. */
export async function readShared(id: string): Promise<SharedRequest | undefined> {
	// To open a cache would make it.
	if (!('caches' in globalThis) || !(await caches.has(SHARE_CACHE))) return undefined;
	const cache = await caches.open(SHARE_CACHE);
	const kept = await cache.match(noteAddress(id));
	if (!kept) return undefined;
	const { text, files, at } = (await kept.json()) as SharedNote;
	if (Date.now() - at > FRESH) return undefined;
	const read = files.map(async ({ name, type }, index) => {
		const bytes = await (await cache.match(fileAddress(id, index)))?.blob();
		return bytes && new File([bytes], name, { type });
	});
	const all = await Promise.all(read);
	return { text, files: all.filter((file) => file !== undefined) };
}

/** Once the form holds it, and when somebody signs out. */
export async function forgetShared(): Promise<void> {
	if ('caches' in globalThis) await caches.delete(SHARE_CACHE);
}
