import type { Presence } from '../protocol/index.ts';

/** What the transport needs of the browser. */
export interface HttpPorts {
	readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
	/** Runs `task` after `ms`; answers a function that calls it off. */
	readonly after: (ms: number, task: () => void) => () => void;
	/** Hears who is writing where; nobody need listen. */
	readonly onPresence?: (presence: Presence) => void;
}
