import { Readable } from 'node:stream';
import type { AuthorityStore } from '#sync/authority/ports.ts';
import type { Session } from '#sync/authority/request.ts';
import { isHash, refuse, type BlobErrorCode, type BlobRefusal, type Blobs } from './blobs.ts';
import { MAX_CHUNK_BYTES } from './limits.ts';
import { openBlob, type OpenBlob } from './reading.ts';
import { putPiece, uploadState } from './uploads.ts';

const statusByCode: Readonly<Record<BlobErrorCode, number>> = {
	bad_request: 400,
	too_large: 413,
	content_type: 415,
	quota: 429,
	offset: 409,
	wrong_hash: 422,
	not_found: 404
};

/** What browsers draw and cannot run. Anything else is saved to a file. */
const inlineTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

const noStore = { 'cache-control': 'no-store' };

/** GET or HEAD /api/blobs/{hash}/status: `{offset, complete}` of the asker's own upload, for HEAD in headers. */
export async function answerStatus(
	blobs: Blobs,
	{ subject }: Session,
	hash: string
): Promise<Response> {
	if (!isHash(hash)) return answer(refuse('bad_request', 'hash'));
	const state = await uploadState(blobs, subject, hash);
	return Response.json(state, {
		headers: {
			...noStore,
			'upload-offset': String(state.offset),
			'upload-complete': state.complete ? '?1' : '?0'
		}
	});
}

/** PUT /api/blobs/{hash}?offset=N&size=TOTAL with at most 256 KB of the content: `{offset, complete}`. */
export async function answerPut(
	blobs: Blobs,
	{ subject }: Session,
	hash: string,
	request: Request
): Promise<Response> {
	const query = new URL(request.url).searchParams;
	if (!isHash(hash)) return answer(refuse('bad_request', 'hash'));
	const offset = wholeNumber(query.get('offset'));
	if (offset === undefined) return answer(refuse('bad_request', 'offset'));
	const size = wholeNumber(query.get('size'));
	if (size === undefined) return answer(refuse('bad_request', 'size'));
	if (request.headers.get('content-type') !== 'application/octet-stream') {
		return answer(refuse('content_type', 'content-type'));
	}
	const bytes = await readBody(request);
	if (!bytes) return answer(refuse('too_large', 'body', { max: MAX_CHUNK_BYTES }));
	return answer(await putPiece(blobs, subject, { hash, offset, size, bytes }));
}

/** GET /api/blobs/{hash}?table=T&id=I: the bytes, through a row that names them. */
export async function answerRead(
	blobs: Blobs,
	store: AuthorityStore,
	{ subject }: Session,
	hash: string,
	url: URL
): Promise<Response> {
	const table = url.searchParams.get('table') ?? '';
	const id = url.searchParams.get('id') ?? '';
	if (!isHash(hash)) return answer(refuse('bad_request', 'hash'));
	// The database cannot be asked for it.
	if (id.includes('\0') || !id.isWellFormed()) return answer(refuse('bad_request', 'id'));
	const found = await openBlob(blobs, store, subject, { hash, table, id });
	if (!found) return answer(refuse('not_found'));
	return new Response(Readable.toWeb(Readable.from(found.pieces())) as ReadableStream, {
		headers: headersOf(found)
	});
}

function answer(value: object | BlobRefusal): Response {
	const status = 'error' in value ? statusByCode[(value as BlobRefusal).error.code] : 200;
	return Response.json(value, { status, headers: noStore });
}

function headersOf({ name, mime, size }: OpenBlob): Record<string, string> {
	const isInline = inlineTypes.has(mime);
	return {
		...noStore,
		'content-type': isInline ? mime : 'application/octet-stream',
		'content-length': String(size),
		'content-disposition': `${isInline ? 'inline' : 'attachment'}; ${fileNameParameters(name)}`,
		'x-content-type-options': 'nosniff',
		'content-security-policy': "sandbox; default-src 'none'",
		'cross-origin-resource-policy': 'same-origin'
	};
}

/** RFC 6266: a plain form for old readers and the true name in UTF-8. */
function fileNameParameters(name: string): string {
	const plain = name.replace(/[^A-Za-z0-9 ._-]/g, '_');
	const coded = encodeURIComponent(name.toWellFormed()).replace(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `filename="${plain}"; filename*=UTF-8''${coded}`;
}

function wholeNumber(text: string | null): number | undefined {
	return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** Undefined when it is too long. Then, too, it is read to its end, or the client would never see the answer. */
async function readBody(request: Request): Promise<Uint8Array | undefined> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	try {
		for await (const piece of request.body ?? []) {
			length += piece.byteLength;
			if (length <= MAX_CHUNK_BYTES) pieces.push(piece);
		}
	} catch {
		// Larger than the server takes at all, or the client has gone.
		return undefined;
	}
	return length > MAX_CHUNK_BYTES ? undefined : Buffer.concat(pieces);
}
