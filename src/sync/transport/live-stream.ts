import { SECOND } from '#domain/kernel/index.ts';
import type { Poke, Presence } from '../protocol/index.ts';
import type { HttpPorts } from './http-ports.ts';
import { linesOf } from './lines.ts';
import { Watchdog } from './watchdog.ts';

/** The server's heartbeat is 25 s. */
const SILENCE = 40 * SECOND;
const WAIT_FIRST = SECOND;
const WAIT_LAST = 30 * SECOND;

/**
 * The stream of pokes: server-sent events read over `fetch`, so that it carries the session, obeys the security
 * policy and dies by our clock. A stream that does not open reports its end late, and later each time, since every end
 * makes the replica try again at once.
 */
export class LiveStream {
	readonly #ports: HttpPorts;
	#failures = 0;

	constructor(ports: HttpPorts) {
		this.#ports = ports;
	}

	open(path: string, onPoke: (poke: Poke) => void, onEnd: () => void): { close(): void } {
		const watchdog = new Watchdog(this.#ports, SILENCE);
		let closed = false;
		let cancelWait: () => void = () => undefined;
		const end = (gap: number) => {
			watchdog.end();
			if (!closed) cancelWait = this.#ports.after(gap, onEnd);
		};
		this.#read(path, watchdog, onPoke).then(
			() => end(0),
			() => end(this.#gap())
		);
		return {
			close: () => {
				closed = true;
				cancelWait();
				watchdog.abort();
			}
		};
	}

	/** Resolves when a stream that had opened ends; rejects when there was none. */
	async #read(path: string, watchdog: Watchdog, onPoke: (poke: Poke) => void): Promise<void> {
		const response = await this.#ports.fetch(path, {
			headers: { accept: 'text/event-stream' },
			signal: watchdog.signal,
			redirect: 'error',
			cache: 'no-store'
		});
		const type = response.headers.get('content-type') ?? '';
		if (!response.ok || !response.body || !type.startsWith('text/event-stream'))
			throw new Error(`no stream: ${response.status}`);
		this.#failures = 0;
		try {
			for await (const line of linesOf(response.body, () => watchdog.feed())) {
				const poke = pokeOf(line);
				if (poke) onPoke(poke);
				const presence = poke ? undefined : presenceOf(line);
				if (presence) this.#ports.onPresence?.(presence);
			}
		} catch {
			// Broken off, or silent for too long: an end like any other.
		}
	}

	#gap(): number {
		this.#failures += 1;
		return Math.min(WAIT_LAST, WAIT_FIRST * 2 ** Math.min(this.#failures - 1, 10));
	}
}

/** The poke in a line of the stream; undefined for comments, blank lines and what a later version may send. */
export function pokeOf(line: string): Poke | undefined {
	const poke = eventOf(line) as Partial<Poke> | undefined;
	const known = poke?.space === 'main' || poke?.space === 'telemetry';
	return known && Number.isSafeInteger(poke.v) ? (poke as Poke) : undefined;
}

/** The presence in a line of the stream; undefined for anything else. */
export function presenceOf(line: string): Presence | undefined {
	const { presence } = (eventOf(line) ?? {}) as { presence?: Partial<Presence> | null };
	const texts = [presence?.root, presence?.subject, presence?.name];
	const known = presence?.is === 'writing' || presence?.is === 'gone';
	return known && texts.every((text) => typeof text === 'string')
		? (presence as Presence)
		: undefined;
}

function eventOf(line: string): object | undefined {
	if (!line.startsWith('data:')) return undefined;
	try {
		const event: unknown = JSON.parse(line.slice('data:'.length));
		return typeof event === 'object' && event !== null ? event : undefined;
	} catch {
		return undefined;
	}
}
