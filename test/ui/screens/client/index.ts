export { liveChildren, liveList, liveRow, LiveChildren, LiveList, LiveRow } from './live.svelte.ts';
export * from './parts.svelte.ts';
export type { OutboxEntry, OutcomeRecord, RowSync } from './types.ts';
