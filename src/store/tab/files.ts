import type { Instant } from '#domain/kernel/index.ts';
import { StorageFull, type ReplicaStorage } from '#sync/replica/index.ts';
import { BlobStore, type BlobRecord } from '../blobs/blob-store.ts';
import { shrinkPhoto } from '../blobs/shrink.ts';
import { Uploads, type UploadPort, type UploadState } from '../blobs/uploads.ts';

/** What a command names an attached file by. `size` in bytes, `hash` the SHA-256 in hex. */
export interface AddedFile {
	readonly hash: string;
	readonly name: string;
	readonly mime: string;
	readonly size: number;
}

export interface FilesParts {
	readonly storage: ReplicaStorage;
	readonly uploads: UploadPort;
	readonly fetchBlob: (hash: string) => Promise<Response | undefined>;
	readonly now: () => Instant;
	readonly gen: () => number;
	readonly textWaits: () => boolean;
	readonly onChange: (states: ReadonlyMap<string, UploadState>) => void;
	readonly onAdded: () => void;
}

/** Photos and other files of this person: taken in, sent, shown. */
export class Files {
	readonly #parts: FilesParts;
	readonly #store: BlobStore;
	readonly #uploads: Uploads;

	constructor(parts: FilesParts) {
		this.#parts = parts;
		this.#store = new BlobStore(parts.storage);
		this.#uploads = new Uploads({
			store: this.#store,
			port: parts.uploads,
			now: parts.now,
			gen: parts.gen,
			mayGoOn: () => !parts.textWaits(),
			onChange: parts.onChange
		});
	}

	/**
	 * Resolves when the file is durable on this device, a picture made small first. `{full: true}` = no room, and
	 * nothing was kept.
	 */
	async add(file: File): Promise<AddedFile | { readonly full: true }> {
		const small = file.type.startsWith('image/') ? await shrinkPhoto(file) : undefined;
		const bytes = await (small ?? file).arrayBuffer();
		const hash = await hashOf(bytes);
		const mime = (small ?? file).type || 'application/octet-stream';
		const name = small ? `${file.name.replace(/\.[^.]*$/, '') || 'photo'}.jpg` : file.name;
		const record: BlobRecord = { name, mime, bytes, addedAt: this.#parts.now() };
		try {
			await this.#addOrEvict(hash, record);
		} catch (error) {
			if (error instanceof StorageFull) return { full: true };
			throw error;
		}
		this.#parts.onAdded();
		return { hash, name, mime, size: bytes.byteLength };
	}

	/** The file from this device, else through the server, which asks for a record that the person may read. */
	async get(hash: string): Promise<Blob | undefined> {
		const known = await this.#store.get(hash);
		if (known) return new Blob([known.bytes], { type: known.mime });
		const response = await this.#parts.fetchBlob(hash);
		if (!response) return undefined;
		const bytes = await response.arrayBuffer();
		// What is not what was asked for is not shown, wherever it came from.
		if ((await hashOf(bytes)) !== hash) return undefined;
		const mime = response.headers.get('content-type') ?? 'application/octet-stream';
		await this.#keep(hash, { name: hash, mime, bytes, addedAt: this.#parts.now() });
		return new Blob([bytes], { type: mime });
	}

	refresh(): Promise<void> {
		return this.#uploads.refresh();
	}

	/** Answers whether anything was on its way. */
	async send(): Promise<boolean> {
		await this.#store.expire(this.#parts.now());
		const before = await this.#store.outgoing();
		await this.#uploads.run();
		return before.some(([, record]) => !record.done);
	}

	/** Makes room; answers the bytes freed. */
	evict(): Promise<number> {
		return this.#store.evict();
	}

	async #addOrEvict(hash: string, record: BlobRecord): Promise<void> {
		try {
			await this.#store.add(hash, record);
		} catch (error) {
			if (!(error instanceof StorageFull) || (await this.#store.evict()) === 0) throw error;
			await this.#store.add(hash, record);
		}
	}

	/** A copy for the next time; without room it is shown all the same. */
	async #keep(hash: string, record: BlobRecord): Promise<void> {
		try {
			await this.#store.cache(hash, record);
		} catch (error) {
			if (!(error instanceof StorageFull)) throw error;
		}
	}
}

/** Before any transaction: `crypto.subtle` inside one would end it. */
async function hashOf(bytes: ArrayBuffer): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
