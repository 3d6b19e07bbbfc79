import { log } from '#server/log.ts';

export interface LoggedRequest {
	readonly requestId: string;
	readonly method: string;
	/** The path without its query, which may hold what a person typed. */
	readonly path: string;
	/** Kit's route id, null when none matched: groups paths that differ only in ids. */
	readonly route: string | null;
}

/** One line per request. Health probes come every few seconds and are logged only when they fail. */
export function logRequest(request: LoggedRequest, status: number, ms: number): void {
	const line = { ...request, status, ms: Math.round(ms * 10) / 10 };
	if (status >= 500) log.error(line, 'request');
	else if (request.route === '/healthz') log.debug(line, 'request');
	else log.info(line, 'request');
}
