/** Largest content, in bytes: a photo many times over, or half a minute of a phone's video. */
export const MAX_BLOB_BYTES = 25 * 1024 * 1024;

/** Bytes that a row names by their SHA-256 (64 hex digits). They travel apart from the row, before it or after it. */
export interface NamedBlob {
	readonly hash: string;
	/** Subject who put it there. The name counts only once this person has uploaded all the bytes: a hash alone proves nothing. */
	readonly by: string;
	/** File name and media type under which a reader gets it. */
	readonly name: string;
	readonly mime: string;
}
