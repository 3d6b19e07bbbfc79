import { TransportFailure } from '#sync/replica/index.ts';
import type { UploadPort, UploadStatus } from './uploads.ts';

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** The row through which a file is read. */
export interface NamedBy {
	readonly table: string;
	readonly id: string;
}

const PATH = '/api/blobs';

/** The server's side of files: `GET .../status`, `PUT ...?offset=&size=`, `GET ...?table=&id=` for the bytes. */
export function httpUploads(fetch: Fetch): UploadPort {
	return {
		status: async (hash) => statusOf(await ask(fetch, `${PATH}/${hash}/status`, {})),
		put: async (hash, offset, chunk, size) =>
			statusOf(
				await ask(fetch, `${PATH}/${hash}?offset=${offset}&size=${size}`, {
					method: 'PUT',
					headers: { 'content-type': 'application/octet-stream' },
					body: chunk
				})
			)
	};
}

/** The bytes of a file, read through a row that names it; undefined when there is no answer of ours. */
export async function fetchBlob(
	fetch: Fetch,
	hash: string,
	{ table, id }: NamedBy
): Promise<Response | undefined> {
	try {
		const through = new URLSearchParams({ table, id });
		const response = await fetch(`${PATH}/${hash}?${through}`, { redirect: 'error' });
		const type = response.headers.get('content-type') ?? '';
		return response.ok && !type.startsWith('text/html') ? response : undefined;
	} catch {
		return undefined;
	}
}

async function ask(fetch: Fetch, path: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(path, { ...init, redirect: 'error', cache: 'no-store' });
	} catch {
		throw new TransportFailure('offline');
	}
}

/**
 * 409 = the server stands elsewhere (another tab, or it lost bytes): asked anew later. Other complaints in JSON are final;
 * all else is the way's fault.
 */
async function statusOf(response: Response): Promise<UploadStatus | 'refused'> {
	const { status, headers } = response;
	const ours = (headers.get('content-type') ?? '').startsWith('application/json');
	if (status === 401 && ours) throw new TransportFailure('signed_out');
	if (status === 429) throw new TransportFailure('slow_down');
	if (status >= 500 || (status === 409 && ours)) throw new TransportFailure('server');
	if (!ours) throw new TransportFailure('offline');
	const body = (await response.json().catch(() => null)) as Partial<UploadStatus> | null;
	if (body && Number.isSafeInteger(body.offset) && typeof body.complete === 'boolean')
		return body as UploadStatus;
	return response.ok ? Promise.reject(new TransportFailure('offline')) : 'refused';
}
