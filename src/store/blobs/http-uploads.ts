import { TransportFailure } from '#sync/replica/index.ts';
import type { UploadPort, UploadStatus } from './uploads.ts';

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const PATH = '/api/blobs';

/** The server's side of files: `GET ...?status`, `PUT ...?offset=&size=`, `GET` for the bytes. */
export function httpUploads(fetch: Fetch): UploadPort {
	return {
		status: async (hash) => statusOf(await ask(fetch, `${PATH}/${hash}?status`, {})),
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

/** The bytes of a file that this person may read through some record; undefined when there is no answer of ours. */
export async function fetchBlob(fetch: Fetch, hash: string): Promise<Response | undefined> {
	try {
		const response = await fetch(`${PATH}/${hash}`, { redirect: 'error' });
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

/** 404 = nothing has arrived yet; other complaints in JSON are final; all else is the way's fault. */
async function statusOf(response: Response): Promise<UploadStatus | 'refused'> {
	const { status, headers } = response;
	const ours = (headers.get('content-type') ?? '').startsWith('application/json');
	if (status === 401 && ours) throw new TransportFailure('signed_out');
	if (status === 429) throw new TransportFailure('slow_down');
	if (status >= 500) throw new TransportFailure('server');
	if (!ours) throw new TransportFailure('offline');
	const body = (await response.json().catch(() => null)) as Partial<UploadStatus> | null;
	if (body && Number.isSafeInteger(body.offset) && typeof body.complete === 'boolean')
		return body as UploadStatus;
	if (status === 404) return { offset: 0, complete: false };
	return response.ok ? Promise.reject(new TransportFailure('offline')) : 'refused';
}
