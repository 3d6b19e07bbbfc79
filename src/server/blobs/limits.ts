import { MAX_BLOB_BYTES } from '#domain/kernel/index.ts';

/** Largest body of one PUT, in bytes. */
export const MAX_CHUNK_BYTES = 256 * 1024;
/** Smallest one that is not the last: a content in crumbs would cost a row for each. */
export const MIN_CHUNK_BYTES = 4 * 1024;
/** Days that bytes are kept which no row names, and uploads that do not go on. */
export const KEEP_DAYS = 30;

export interface BlobLimits {
	readonly maxBytes: number;
	/** What one person may begin to upload within 24 hours, in bytes and in contents. */
	readonly dailyBytes: number;
	readonly dailyCount: number;
}

/** A technician's day is some sixty photos of half a megabyte. */
export const usualLimits: BlobLimits = {
	maxBytes: MAX_BLOB_BYTES,
	dailyBytes: 500 * 1024 * 1024,
	dailyCount: 2_000
};
