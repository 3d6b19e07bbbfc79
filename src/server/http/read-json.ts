import { failure, type Failure } from '#domain/kernel/index.ts';

/** Deeper than any message of ours; each mutation's arguments have their own, tighter limit. */
const MAX_DEPTH = 64;

export type ReadJson = { readonly value: unknown } | { readonly refused: Failure };

/**
 * The body as a JSON value, checked before anything looks at it: content type, size in bytes, UTF-8, depth, and keys
 * that would reach a prototype. A body that is too large is read to its end, or the client would never see the answer.
 */
export async function readJson(request: Request, limit: number): Promise<ReadJson> {
	const type = request.headers.get('content-type') ?? '';
	if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) {
		return { refused: failure('content_type', 'content-type') };
	}
	const tooLarge = { refused: failure('too_large', 'body', { limit }) };
	if (Number(request.headers.get('content-length') ?? 0) > limit) return tooLarge;
	const bytes = await readBytes(request, limit);
	if (!bytes) return tooLarge;
	try {
		const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
		const field = unsafePlace(value);
		return field === undefined ? { value } : { refused: failure('bad_request', field) };
	} catch {
		return { refused: failure('bad_request', 'body') };
	}
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array | undefined> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const chunk of request.body ?? []) {
			size += chunk.byteLength;
			if (size <= limit) chunks.push(chunk);
		}
	} catch {
		// Larger than the server takes at all, or the client has gone.
		return undefined;
	}
	return size > limit ? undefined : Buffer.concat(chunks);
}

/** The path of a value that is too deep or of a key that names a prototype. Walks without recursion. */
function unsafePlace(input: unknown): string | undefined {
	let level: { readonly value: unknown; readonly path: string }[] = [{ value: input, path: '' }];
	for (let depth = 0; level.length > 0; depth += 1) {
		const next: typeof level = [];
		for (const { value, path } of level) {
			if (value === null || typeof value !== 'object') continue;
			if (depth >= MAX_DEPTH) return top(path);
			for (const [key, inner] of Object.entries(value)) {
				const place = path === '' ? key : `${path}.${key}`;
				if (key === '__proto__') return top(path) || 'body';
				next.push({ value: inner, path: depth < 3 ? place : path });
			}
		}
		level = next;
	}
	return undefined;
}

function top(path: string): string {
	return path.slice(0, 120);
}
