import { SECOND } from '#domain/kernel/index.ts';
import { isRefusal, type Page, type Poke, type SyncRefusal } from '../protocol/index.ts';
import type {
	DetailAnswer,
	DetailRequest,
	PullAnswer,
	PullRequest,
	PushAnswer,
	PushRequest,
	SnapshotRequest
} from '../protocol/index.ts';
import { TransportFailure, type Transport } from '../replica/index.ts';
import { answerOf, refusalOf } from './answers.ts';
import type { HttpPorts } from './http-ports.ts';
import { linesOf } from './lines.ts';
import { LiveStream } from './live-stream.ts';
import { Watchdog } from './watchdog.ts';

const PATH = '/api/sync';
/** Patience with a request: the server's own limit is lower. */
const PATIENCE = 30 * SECOND;
/** Between two pages of a stream. */
const PAGE_PATIENCE = 40 * SECOND;

/** The authority over HTTP: JSON both ways, pages as lines of JSON, pokes as server-sent events. */
export class HttpTransport implements Transport {
	readonly #ports: HttpPorts;
	readonly #live: LiveStream;

	constructor(ports: HttpPorts) {
		this.#ports = ports;
		this.#live = new LiveStream(ports);
	}

	push(request: PushRequest): Promise<PushAnswer | SyncRefusal> {
		return this.#ask('push', request, (body) => has(body, ['last', 'outcomes', 'v']));
	}

	pull(request: PullRequest): Promise<PullAnswer | SyncRefusal> {
		return this.#ask('pull', request, (body) =>
			has(body, ['cookie', 'puts', 'dels', 'outcomes', 'complete'])
		);
	}

	detail(request: DetailRequest): Promise<DetailAnswer | SyncRefusal> {
		return this.#ask('detail', request, (body) => has(body, ['complete', 'puts', 'v']));
	}

	async *snapshot(request: SnapshotRequest): AsyncGenerator<Page | SyncRefusal> {
		const watchdog = new Watchdog(this.#ports, PAGE_PATIENCE);
		try {
			const response = await this.#post('snapshot', request, watchdog);
			const type = response.headers.get('content-type') ?? '';
			if (!response.ok || !response.body || !type.startsWith('application/x-ndjson')) {
				yield await answerOf<never>(response, () => false);
				return;
			}
			yield* pagesOf(response.body, watchdog);
		} finally {
			watchdog.abort();
		}
	}

	live(onPoke: (poke: Poke) => void, onEnd: () => void): { close(): void } {
		return this.#live.open(`${PATH}/live`, onPoke, onEnd);
	}

	async #ask<T>(
		path: string,
		request: object,
		isAnswer: (body: object) => boolean
	): Promise<T | SyncRefusal> {
		const watchdog = new Watchdog(this.#ports, PATIENCE);
		try {
			return await answerOf<T>(await this.#post(path, request, watchdog), isAnswer);
		} finally {
			watchdog.end();
		}
	}

	async #post(path: string, request: object, watchdog: Watchdog): Promise<Response> {
		try {
			return await this.#ports.fetch(`${PATH}/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(request),
				signal: watchdog.signal,
				// A portal's redirect is no answer.
				redirect: 'error',
				cache: 'no-store'
			});
		} catch {
			throw new TransportFailure('offline');
		}
	}
}

/** Pages that came whole; a stream that breaks throws after them. */
async function* pagesOf(
	body: ReadableStream<Uint8Array>,
	watchdog: Watchdog
): AsyncGenerator<Page | SyncRefusal> {
	const lines = linesOf(body, () => watchdog.feed());
	for (;;) {
		const next = await lines.next().catch(() => {
			throw new TransportFailure('offline');
		});
		if (next.done) {
			if (next.value.cut) throw new TransportFailure('offline');
			return;
		}
		if (next.value !== '') yield pageOf(next.value);
	}
}

function pageOf(line: string): Page | SyncRefusal {
	let page: unknown;
	try {
		page = JSON.parse(line);
	} catch {
		throw new TransportFailure('offline');
	}
	if (typeof page !== 'object' || page === null) throw new TransportFailure('offline');
	if (isRefusal(page)) return refusalOf(page);
	if (!has(page, ['run', 'puts', 'complete', 'v'])) throw new TransportFailure('offline');
	return page as Page;
}

function has(body: object, fields: readonly string[]): boolean {
	return fields.every((field) => field in body);
}
