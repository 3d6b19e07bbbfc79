/**
 * The page's runtime: what screens read and do. Nothing here waits for the network except signing in and out.
 *
 * session - who works here; live - lists and records that keep themselves up to date; run - a command, durable when it
 * resolves; outbox - what is not settled; sync - how the device stands with the server; draft - text in the making;
 * pwa - the installed app.
 */
export { draft, type Draft } from './drafts.svelte.ts';
export {
	liveChildren,
	liveList,
	liveRow,
	type LiveChildren,
	type LiveList,
	type LiveRow
} from './live.svelte.ts';
export { livePhoto, type LivePhoto } from './live-photo.svelte.ts';
export { photoUrl } from './photo-addresses.ts';
export { addPhoto, uploads } from './photos.svelte.ts';
export { pwa, type Pwa } from './pwa.svelte.ts';
export { newMid, run, type Done, type RunOptions } from './run.svelte.ts';
export { session, type Session } from './session.svelte.ts';
export { sharedRequests } from './share-door.ts';
export { outbox, sync } from './sync.svelte.ts';
export type { AddedFile, DeviceState, OutboxEntry, RowSync, UploadState } from '#store/index.ts';
export { StorageFull, type OutcomeRecord, type SyncStatus } from '#sync/replica/index.ts';
