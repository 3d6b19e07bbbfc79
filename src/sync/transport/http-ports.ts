/** What the transport needs of the browser. */
export interface HttpPorts {
	readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
	/** Runs `task` after `ms`; answers a function that calls it off. */
	readonly after: (ms: number, task: () => void) => () => void;
}
