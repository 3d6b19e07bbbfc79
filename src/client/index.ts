/**
 * The page's runtime: what screens read and do. Nothing here waits for the network except signing in and out.
 *
 * session - who works here; live - lists and records that keep themselves up to date; run - a command, durable when it
 * resolves; search - rows on this device by their words; outbox - what is not settled; sync - how the device stands with
 * the server; draft - text in the making; pwa - the installed app; analysis - questions over many rows; presence - who is
 * writing where just now.
 */
export { analysis } from './analysis.ts';
export { draft, type Draft } from './drafts.svelte.ts';
export {
	liveChildren,
	liveList,
	liveRow,
	type FrozenList,
	type LiveChildren,
	type LiveList,
	type LiveRow
} from './live.svelte.ts';
export { livePhoto, type LivePhoto } from './live-photo.svelte.ts';
export { photoUrl } from './photo-addresses.ts';
export { addPhoto, uploads } from './photos.svelte.ts';
export { presence } from './presence.svelte.ts';
export { pwa, type Pwa } from './pwa.svelte.ts';
export {
	newMid,
	preview,
	run,
	runAll,
	type Done,
	type ManyCommand,
	type RunOptions
} from './run.svelte.ts';
export { lookUp, search } from './search.ts';
export { session, type Session } from './session.svelte.ts';
export { sharedRequests } from './share-door.ts';
export { outbox, sync } from './sync.svelte.ts';
export type {
	AddedFile,
	DeviceState,
	Found,
	FoundRow,
	OutboxEntry,
	RowRef,
	RowSync,
	UploadState
} from '#store/index.ts';
export {
	StorageFull,
	type OutcomeRecord,
	type Preview,
	type SyncStatus
} from '#sync/replica/index.ts';
