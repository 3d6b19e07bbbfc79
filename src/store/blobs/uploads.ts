import type { Instant } from '#domain/kernel/index.ts';
import type { BlobOutRecord, BlobStore } from './blob-store.ts';

/** One part of a file; small, so that text never waits long behind it and a cut costs little. */
export const CHUNK_BYTES = 256 * 1024;

export type UploadState = 'waiting' | 'sending' | 'sent' | 'failed';

/** The server's word on a file: how much of it has arrived from this person. */
export interface UploadStatus {
	readonly offset: number;
	readonly complete: boolean;
}

export interface UploadPort {
	/** Throws TransportFailure when there is no answer; answers `refused` when trying again is no use. */
	status(hash: string): Promise<UploadStatus | 'refused'>;
	put(
		hash: string,
		offset: number,
		chunk: ArrayBuffer,
		size: number
	): Promise<UploadStatus | 'refused'>;
}

export interface UploadParts {
	readonly store: BlobStore;
	readonly port: UploadPort;
	readonly now: () => Instant;
	/** Count of the server's histories that this device has lived through. */
	readonly gen: () => number;
	/** Text waits to be sent: the next chunk lets it go first. */
	readonly mayGoOn: () => boolean;
	readonly onChange: (states: ReadonlyMap<string, UploadState>) => void;
}

/**
 * Sends files in the order in which they were added, chunk by chunk, from where the server says it stands. Stops at
 * the first missing answer, or as soon as text waits, and goes on with the next `run`.
 */
export class Uploads {
	readonly #parts: UploadParts;
	#states = new Map<string, UploadState>();
	#running: Promise<void> | undefined;

	constructor(parts: UploadParts) {
		this.#parts = parts;
	}

	/** Looks at what is stored: another tab may have added or sent some. */
	async refresh(): Promise<void> {
		const outgoing = await this.#parts.store.outgoing();
		this.#states = new Map(outgoing.map(([hash, record]) => [hash, this.#stateOf(record)]));
		this.#parts.onChange(this.#states);
	}

	/** Sends what waits. Rejects with a TransportFailure; what was sent until then stays sent. */
	run(): Promise<void> {
		this.#running ??= this.#sendAll().finally(() => (this.#running = undefined));
		return this.#running;
	}

	async #sendAll(): Promise<void> {
		const outgoing = [...(await this.#parts.store.outgoing())];
		outgoing.sort(([, a], [, b]) => a.addedAt - b.addedAt);
		for (const [hash, record] of outgoing) {
			if (this.#stateOf(record) !== 'waiting') continue;
			if (!this.#parts.mayGoOn()) return;
			this.#set(hash, 'sending');
			let end: UploadState = 'waiting';
			try {
				end = await this.#send(hash);
			} finally {
				this.#set(hash, end);
			}
		}
	}

	async #send(hash: string): Promise<UploadState> {
		const { store, port } = this.#parts;
		const blob = await store.get(hash);
		if (!blob) return this.#fail(hash);
		const size = blob.bytes.byteLength;
		let status = await port.status(hash);
		while (status !== 'refused' && !status.complete) {
			if (!this.#parts.mayGoOn()) return 'waiting';
			const { offset } = status;
			const chunk = blob.bytes.slice(offset, offset + CHUNK_BYTES);
			status = await port.put(hash, offset, chunk, size);
			// A server that does not move on would be asked for ever.
			if (status !== 'refused' && !status.complete && status.offset <= offset)
				return this.#fail(hash);
			if (status !== 'refused') await store.note(hash, { offset: status.offset });
		}
		if (status === 'refused') return this.#fail(hash);
		const done = { at: this.#parts.now(), gen: this.#parts.gen() };
		await store.note(hash, { offset: size, done });
		return 'sent';
	}

	async #fail(hash: string): Promise<UploadState> {
		await this.#parts.store.note(hash, { failed: true });
		return 'failed';
	}

	#set(hash: string, state: UploadState): void {
		this.#states.set(hash, state);
		this.#parts.onChange(this.#states);
	}

	#stateOf({ done, failed }: BlobOutRecord): UploadState {
		if (done) return done.gen === this.#parts.gen() ? 'sent' : 'waiting';
		return failed ? 'failed' : 'waiting';
	}
}
