import { StorageFull, StorageLost } from '#sync/replica/index.ts';

/** Names under which browsers and Dexie report that the disk or the site's share of it is full. */
const full: ReadonlySet<string> = new Set(['QuotaExceededError']);
/**
 * Names of a connection that died under us: iOS drops it on wake (`UnknownError`), a closed one answers
 * `InvalidStateError`, Dexie says `DatabaseClosedError`, and a deleted store `NotFoundError`.
 */
const lost: ReadonlySet<string> = new Set([
	'UnknownError',
	'InvalidStateError',
	'DatabaseClosedError',
	'OpenFailedError',
	'MissingAPIError'
]);

/** What a failed transaction means to the replica; an error of the work itself comes back as it is. */
export function storageErrorOf(error: unknown): unknown {
	const names = errorNames(error);
	if (names.some((name) => full.has(name)))
		return new StorageFull('The device is full.', { cause: error });
	if (names.some((name) => lost.has(name)))
		return new StorageLost('The local database went away.', { cause: error });
	return error;
}

/** Dexie wraps the browser's error in `inner`. */
function errorNames(error: unknown): readonly string[] {
	const names: string[] = [];
	let at: unknown = error;
	for (let depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
		if ('name' in at) names.push(String(at.name));
		at = 'inner' in at ? at.inner : undefined;
	}
	return names;
}
