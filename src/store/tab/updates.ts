import type { Instant } from '#domain/kernel/index.ts';
import type { Presence } from '#sync/protocol/index.ts';
import type { OutcomeRecord, QueueRecord, SyncStatus } from '#sync/replica/index.ts';
import type { UploadState } from '../blobs/uploads.ts';
import type { ListState } from '../live/live-lists.ts';
import type { RecordState } from '../live/live-records.ts';

/** A line of the outbox. `id` = its place in the queue; `discarding` = the person asked to take it back. */
export interface OutboxEntry {
	readonly id: number;
	readonly mid: string;
	readonly name: string;
	readonly args: unknown;
	readonly deviceAt: Instant;
	readonly state: 'waiting' | 'received' | 'discarding';
	readonly attempts: number;
	/** Some row was not on this device: the server decides. */
	readonly doubtful: boolean;
}

/**
 * How the local database is. `blocked`: an older tab must be closed first; `outdated`: a newer version of the app
 * runs in another tab, reload; `full`: no room for more.
 */
export type DeviceState = 'fine' | 'blocked' | 'outdated' | 'full';

export interface ListUpdate extends ListState {
	readonly id: number;
	/** Rows of the table that carry an own change which the server has not acknowledged. */
	readonly unsent: readonly string[];
	/** False while the rows are those of the last visit and the rest is still being read. */
	readonly ready: boolean;
}

/** Of a set of items: those that are new or different, and the keys of those that are no longer in it. */
export interface Changes<K, T> {
	readonly changed: readonly (readonly [K, T])[];
	readonly gone: readonly K[];
}

/** `items` is missing before anything was told. */
export function withChanges<K, T>(
	items: ReadonlyMap<K, T> | undefined,
	{ changed, gone }: Changes<K, T>
): ReadonlyMap<K, T> {
	const after = new Map(items ?? []);
	for (const key of gone) after.delete(key);
	for (const [key, item] of changed) after.set(key, item);
	return after;
}

/** Items are replaced and never changed in place. Undefined: nothing changed; the first time something always has. */
export function changesOf<K, T>(
	before: ReadonlyMap<K, T> | undefined,
	after: ReadonlyMap<K, T>
): Changes<K, T> | undefined {
	const changed = [...after].filter(([key, item]) => before?.get(key) !== item);
	const gone = [...(before?.keys() ?? [])].filter((key) => !after.has(key));
	return before && changed.length + gone.length === 0 ? undefined : { changed, gone };
}

/** What changed for the screen since the last update; parts that are missing did not. */
export interface TabUpdate {
	readonly loaded?: boolean;
	readonly lists?: readonly ListUpdate[];
	readonly records?: readonly { readonly id: number; readonly state: RecordState }[];
	readonly status?: SyncStatus;
	/** By place in the outbox. */
	readonly outbox?: Changes<number, OutboxEntry>;
	/** By `mid`. */
	readonly outcomes?: Changes<string, OutcomeRecord>;
	readonly uploads?: ReadonlyMap<string, UploadState>;
	readonly device?: DeviceState;
	readonly presence?: Presence;
}

export function outboxEntry(id: number, record: QueueRecord, doubtful: boolean): OutboxEntry {
	const { mid, name, args, deviceAt } = record.discarded ?? record.mutation;
	const received = record.receivedAt === undefined ? 'waiting' : 'received';
	return {
		id,
		mid,
		name,
		args,
		deviceAt,
		state: record.discarded ? 'discarding' : received,
		attempts: record.attempts,
		doubtful
	};
}
