import type { AddedFile, UploadState } from '#store/index.ts';
import { StorageFull } from '#sync/replica/index.ts';
import { link } from './link.ts';

/**
 * Takes a photo or file in: a picture is made small and loses its position and other tags. Resolves when it is durable
 * on this device, ready to be named by a command. Throws StorageFull when there is no room.
 */
export async function addPhoto(file: File): Promise<AddedFile> {
	const added = await (await link.data()).addFile(file);
	if ('full' in added) throw new StorageFull('The device is full: the file was not kept.');
	return added;
}

/** How far own files are on their way to the server. */
export class UploadProgress {
	#states = $state.raw<ReadonlyMap<string, UploadState> | null>(null);

	constructor() {
		link.listen(({ uploads }) => {
			if (uploads) this.#states = uploads;
		});
	}

	/** A file that this device has nothing to send of is with the server. */
	progress(hash: string): UploadState {
		return this.#states?.get(hash) ?? 'sent';
	}
}

export const uploads = new UploadProgress();
