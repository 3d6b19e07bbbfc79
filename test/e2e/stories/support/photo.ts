/** A file as a camera would hand it over. */
export interface PickedFile {
	readonly name: string;
	readonly mimeType: string;
	readonly buffer: Buffer;
}

/** The smallest picture there is. */
export function photo(name: string): PickedFile {
	const pixel =
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
	return { name, mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') };
}
