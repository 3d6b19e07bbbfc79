/**
 * The replica: one person's data on one device (SYNC.md section 3).
 *
 * memory - the device's records, indexed; draft - what an answer is about to make of them; committer - the one way to
 * write, by revision; layer, overlay - what the queue does to the view; loop - the leader's way to the authority;
 * history (`gen`) - counts the authority's histories that this device has lived through.
 */
export type { Command, Enqueued } from './enqueue.ts';
export { OWN_ROW_SLOT, WINDOW_SLOTS } from './draft.ts';
export type { LoopState } from './loop.ts';
export { splitKey, type Held, type Memory, type RowChanges } from './memory.ts';
export * from './ports.ts';
export type { Preview } from './preview.ts';
export {
	blobCopyKey,
	emptyMeta,
	rowKey,
	type Meta,
	type OutcomeRecord,
	type OverlayRecord,
	type QueueRecord,
	type Seen
} from './records.ts';
export { Replica, type Listeners, type SyncStatus } from './replica.ts';
