/** Where another app's share arrives, `share_target` of the manifest; the service worker answers it, online and offline. */
export const SHARE_PATH = '/share';
/** What was shared waits here until the form takes it in. */
export const SHARE_CACHE = 'waypost-shared';

/** One share: its words, and its files, which lie beside it in the order of `files`. */
export interface SharedNote {
	readonly text: string;
	readonly files: readonly { readonly name: string; readonly type: string }[];
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** Names of the parts of one share in the cache. */
export const noteAddress = (id: string): string => `${SHARE_PATH}/${id}/note`;
export const fileAddress = (id: string, index: number): string => `${SHARE_PATH}/${id}/${index}`;
