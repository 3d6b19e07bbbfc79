import { isRefusal, type SyncErrorCode, type SyncRefusal } from '../protocol/index.ts';
import { TransportFailure } from '../replica/index.ts';

/** Refusals that mean the way and not the request: the replica tries again by itself. */
const busy: ReadonlySet<string> = new Set<SyncErrorCode>(['busy']);

/**
 * What an HTTP answer means (SYNC-P11, SYNC-P13, SYNC-P14). Only JSON that has the shape asked for counts as an answer
 * of ours: a captive portal answers 200 with HTML, a proxy 502 with a page of its own. Throws TransportFailure.
 */
export async function answerOf<T>(
	response: Response,
	isAnswer: (body: object) => boolean
): Promise<T | SyncRefusal> {
	const body = await jsonOf(response);
	refuseStatus(response, body !== undefined);
	if (!body) throw new TransportFailure('offline');
	if (isRefusal(body)) return refusalOf(body);
	if (!response.ok || !isAnswer(body)) throw new TransportFailure('offline');
	return body as T;
}

/** Throws for the statuses that say something about the way; `ours` = the body is JSON and so not a portal's page. */
function refuseStatus(response: Response, ours: boolean): void {
	if (response.status === 401 && ours) throw new TransportFailure('signed_out');
	if (response.status === 429) throw new TransportFailure('slow_down');
	if (response.status >= 500 && response.status !== 511) throw new TransportFailure('server');
}

/** A refusal as a value; `busy` and a code-less complaint are failures of the way. */
export function refusalOf(body: SyncRefusal): SyncRefusal {
	const { error } = body;
	if (typeof error !== 'object' || typeof error.code !== 'string')
		throw new TransportFailure('offline');
	if (busy.has(error.code)) throw new TransportFailure('server');
	if (error.code === 'unauthenticated') throw new TransportFailure('signed_out');
	return body;
}

async function jsonOf(response: Response): Promise<object | undefined> {
	const type = response.headers.get('content-type') ?? '';
	if (!type.startsWith('application/json')) return undefined;
	try {
		const body: unknown = await response.json();
		return typeof body === 'object' && body !== null ? body : undefined;
	} catch {
		// Cut off, or not JSON at all.
		return undefined;
	}
}
