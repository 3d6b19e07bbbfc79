import { fileAddress, noteAddress, SHARE_CACHE, type SharedNote } from '../contracts/share.ts';

/** What one request carries, and more than any screenshot has. Any page of the web can post here, so there are ends to it. */
const MOST_FILES = 10;
const MOST_BYTES = 50_000_000;
const MOST_TEXT = 5_000;

/**
 * Keeps what another app shared until the form takes it in, and answers with the way there. Only the last share is kept:
 * one that nobody took in is of no use to anybody, least of all to the next person.
 */
export async function receiveShare(request: Request): Promise<Response> {
	const id = crypto.randomUUID();
	await caches.delete(SHARE_CACHE);
	const given = await request.formData().catch(() => new FormData());
	const files = filesIn(given);
	const note: SharedNote = {
		text: textIn(given),
		files: files.map(({ name, type }) => ({ name, type })),
		at: Date.now()
	};
	const cache = await caches.open(SHARE_CACHE);
	await cache.put(noteAddress(id), Response.json(note));
	for (const [index, file] of files.entries()) {
		// Octets and nothing else: an address of this app never shows somebody's HTML.
		const headers = { 'content-type': 'application/octet-stream' };
		await cache.put(fileAddress(id, index), new Response(file, { headers }));
	}
	return Response.redirect(`/new/broken?shared=${id}`, 303);
}

/** Title, text and address as apps give them, each once: many put the address into the text as well. */
function textIn(given: FormData): string {
	const parts: string[] = [];
	for (const name of ['title', 'text', 'url']) {
		const part = given.get(name);
		if (typeof part !== 'string' || part.trim() === '') continue;
		if (!parts.some((known) => known.includes(part.trim()))) parts.push(part.trim());
	}
	return parts.join('\n').slice(0, MOST_TEXT);
}

function filesIn(given: FormData): readonly File[] {
	const files = given.getAll('files').filter((part) => part instanceof File && part.size > 0);
	let bytes = 0;
	return (files as File[]).slice(0, MOST_FILES).filter(({ size }) => {
		bytes += size;
		return bytes <= MOST_BYTES;
	});
}
