/**
 * Blobs: files, addressed by the hash of their content (SYNC.md section 5).
 *
 * content - bytes under their SHA-256; upload - one person's own way of bringing a content here, piece by piece, of which
 * nobody else's upload can be guessed; verified - all pieces came and give the hash, which proves that the person has the
 * content; reference - a row that names a content on somebody's word; counting - a reference whose person has that proof;
 * expected - named, but not here yet.
 *
 * Read is what lies under a counting reference of a row that the reader may see, and nothing else.
 */
import type pg from 'pg';
import type { Failure, Registry } from '#domain/kernel/index.ts';
import type { EffectQueue } from '#server/sync/effects.ts';
import type { ByteStore } from './byte-store.ts';
import type { BlobLimits } from './limits.ts';

export interface Blobs {
	readonly pool: pg.Pool;
	readonly bytes: ByteStore;
	readonly queue: EffectQueue;
	readonly registry: Registry;
	readonly limits: BlobLimits;
}

/**
 * `bad_request`: see `field`. `too_large`: the content or the piece. `content_type`: pieces come as bytes. `quota`: too much within a day. `offset`: a piece is
 * missing before this one, go on at `facts.offset`. `wrong_hash`: the bytes are not what their name says, begin again at 0.
 * `not_found`: there is no such file, or not for this reader.
 */
export type BlobErrorCode =
	'bad_request' | 'too_large' | 'content_type' | 'quota' | 'offset' | 'wrong_hash' | 'not_found';

export interface BlobRefusal {
	readonly error: Failure & { readonly code: BlobErrorCode };
}

export function refuse(code: BlobErrorCode, field?: string, facts?: Failure['facts']): BlobRefusal {
	return {
		error: { code, ...(field === undefined ? {} : { field }), ...(facts ? { facts } : {}) }
	};
}

const hashForm = /^[0-9a-f]{64}$/;

export function isHash(text: string): boolean {
	return hashForm.test(text);
}
