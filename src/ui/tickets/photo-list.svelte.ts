import { addPhoto, photoUrl, uploads } from '#client/index.ts';
import { m } from '#messages/generated/messages.js';
import type { StripPhoto } from '#ui/kit/PhotoStrip.svelte';
import { toasts } from '#ui/session/toasts.ts';

/** A photo that is stored on this device, named by its content. */
export type Photo = { hash: string; name: string; mime: string; size: number };

const isPicture = (mime: string): boolean => mime.startsWith('image/');

/** The photos of one form or reply: those kept in its draft, and those still being made smaller. */
export class PhotoList {
	readonly #kept: () => Photo[];
	readonly #keep: (photos: Photo[]) => void;
	#preparing = $state.raw<readonly StripPhoto[]>([]);
	#urls = $state.raw<Readonly<Record<string, string>>>({});

	/** @param read the draft's photos; @param write puts changed ones into the draft, which stores itself */
	constructor(read: () => Photo[], write: (photos: Photo[]) => void) {
		this.#kept = read;
		this.#keep = write;
	}

	get busy(): boolean {
		return this.#preparing.length > 0;
	}

	get strip(): readonly StripPhoto[] {
		const kept = this.#kept().map(({ hash, name, mime, size }, index) => ({
			id: hash,
			url: this.#urlOf(hash),
			// A camera's file names say nothing.
			name: isPicture(mime) ? m.request_photo_label({ number: index + 1 }) : name,
			mime,
			bytes: size,
			state: uploads.progress(hash)
		}));
		return [...kept, ...this.#preparing];
	}

	async add(files: readonly File[]): Promise<void> {
		await Promise.all(files.map((file) => this.#addOne(file)));
	}

	remove(hash: string): void {
		this.#keep(this.#kept().filter((photo) => photo.hash !== hash));
	}

	async #addOne(file: File): Promise<void> {
		const url = URL.createObjectURL(file);
		const waiting = {
			id: url,
			url,
			name: file.name,
			bytes: file.size,
			mime: file.type,
			state: 'preparing'
		} as const;
		this.#preparing = [...this.#preparing, waiting];
		try {
			const photo = await addPhoto(file);
			const isNew = this.#kept().every(({ hash }) => hash !== photo.hash);
			if (isNew) this.#keep([...this.#kept(), photo]);
		} catch {
			toasts.show(m.request_photo_failed({ name: file.name }), { tone: 'bad' });
		} finally {
			this.#preparing = this.#preparing.filter(({ id }) => id !== url);
			URL.revokeObjectURL(url);
		}
	}

	/** The thumbnail's address; asked for once, and empty until it is here. */
	#urlOf(hash: string): string {
		const known = this.#urls[hash];
		if (known !== undefined) return known;
		void photoUrl(hash).then((url) => {
			if (url !== undefined) this.#urls = { ...this.#urls, [hash]: url };
		});
		return '';
	}
}
