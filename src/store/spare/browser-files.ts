import type { SpareFiles } from './spared-storage.ts';

const FOLDER = 'waypost-spare';
/** Tabs at a time; one more goes without. */
const SLOTS = 16;
/** A tenth of a second apart: a worker that was ended lets go a little later. */
const ERASE_ATTEMPTS = 50;

/** Opened in a worker: writes at once, and belongs to one tab. */
interface Handle {
	getSize(): number;
	truncate(size: number): void;
	write(bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
	close(): void;
}

type HandleFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<Handle> };

/**
 * A person's spare in the browser's private file system. Each tab holds two files and begins in the one that it does not
 * write to, so that the other stays whole meanwhile.
 */
export class BrowserSpareFiles implements SpareFiles {
	readonly #storage: StorageManager;
	readonly #subject: string;
	#pair: [Handle, Handle] | undefined;
	#size = 0;

	constructor(subject: string, storage: StorageManager) {
		this.#subject = subject;
		this.#storage = storage;
	}

	get size(): number {
		return this.#size;
	}

	async read(): Promise<readonly string[]> {
		const folder = await this.#folder();
		const texts: string[] = [];
		for await (const entry of folder.values()) {
			if (entry.kind !== 'file') continue;
			// One that another tab holds: that tab has looked before us.
			const text = await entry.getFile().then(
				(file) => file.text(),
				() => ''
			);
			texts.push(text);
		}
		return texts;
	}

	async begin(line: string): Promise<void> {
		const [now, other] = (this.#pair ??= await this.#open());
		this.#pair = [other, now];
		other.truncate(0);
		this.#size = 0;
		this.append(line);
	}

	append(line: string): void {
		const handle = this.#pair?.[0];
		if (!handle) throw new Error('The spare was not begun.');
		const bytes = new TextEncoder().encode(line);
		if (handle.write(bytes, { at: this.#size }) !== bytes.length)
			throw new Error('The spare is full.');
		this.#size += bytes.length;
	}

	close(): void {
		for (const handle of this.#pair ?? []) handle.close();
		this.#pair = undefined;
	}

	async #open(): Promise<[Handle, Handle]> {
		const folder = await this.#folder();
		for (let slot = 0; slot < SLOTS; slot += 1) {
			const pair = await openPair(folder, slot);
			if (pair) return pair;
		}
		throw new Error('Too many tabs.');
	}

	async #folder(): Promise<FileSystemDirectoryHandle> {
		const root = await this.#storage.getDirectory();
		const folder = await root.getDirectoryHandle(FOLDER, { create: true });
		return folder.getDirectoryHandle(this.#subject, { create: true });
	}
}

/** The files of a slot, the one written to last first; undefined when another tab has them. */
async function openPair(
	folder: FileSystemDirectoryHandle,
	slot: number
): Promise<[Handle, Handle] | undefined> {
	const [a, b] = await Promise.all([openFile(folder, `${slot}.a`), openFile(folder, `${slot}.b`)]);
	if (a && b) return a.writtenAt >= b.writtenAt ? [a.handle, b.handle] : [b.handle, a.handle];
	a?.handle.close();
	b?.handle.close();
	return undefined;
}

async function openFile(folder: FileSystemDirectoryHandle, name: string) {
	const file = (await folder.getFileHandle(name, { create: true })) as HandleFile;
	try {
		const { lastModified } = await file.getFile();
		return { handle: await file.createSyncAccessHandle(), writtenAt: lastModified };
	} catch {
		return undefined;
	}
}

/** Removes a person's spare from this device, once its tabs have let go of it. */
export async function eraseSpare(subject: string, storage: StorageManager): Promise<void> {
	const root = await storage.getDirectory();
	const folder = await root.getDirectoryHandle(FOLDER).catch(() => undefined);
	for (let attempt = 1; folder; attempt += 1) {
		try {
			await folder.removeEntry(subject, { recursive: true });
			return;
		} catch (error) {
			if (error instanceof DOMException && error.name === 'NotFoundError') return;
			if (attempt === ERASE_ATTEMPTS) throw error;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}
