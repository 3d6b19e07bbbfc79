/**
 * The device: one person's data in this browser. The page takes from here; the data worker alone loads `tab/open-tab.ts`, and
 * with it the database.
 *
 * database - IndexedDB by way of Dexie, named by the subject; codec - how a record is written; list, record - what a
 * screen watches; sort index - an order over a table; mark - how a row stands with the server; tab - one browser tab
 * with its data worker; leader - the tab that syncs; hint - what tabs tell each other; window - the first rows of a
 * list, kept for the next cold start; spare - the unsent queue a second time, outside of the database; file, blob - bytes
 * by their hash.
 */
export { databaseOwners } from './databases.ts';
export type { UploadState } from './blobs/uploads.ts';
export type { ListWatch } from './live/live-lists.ts';
export type { RecordState, RecordWatch } from './live/live-records.ts';
export type { Found, FoundRow, RowRef } from './live/search-index.ts';
export type { RowSync } from './live/row-marks.ts';
export type { AddedFile } from './tab/files.ts';
export { uuidV7 } from './tab/uuid-v7.ts';
export type { Ran, TabData } from './tab/tab-data.ts';
export type { Asked } from './tab/tab-search.ts';
export { withChanges } from './tab/updates.ts';
export type { Changes, DeviceState, ListUpdate, OutboxEntry, TabUpdate } from './tab/updates.ts';
