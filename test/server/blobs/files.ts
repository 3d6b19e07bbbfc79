/** A person's device, as far as files go, over the HTTP answers. */
import { createHash, randomBytes } from 'node:crypto';
import { rowId } from '#domain/kernel/index.ts';
import { ticket, ticketAttachment } from '#domain/tickets/index.ts';
import { answerPut, answerRead, answerStatus } from '#server/blobs/http.ts';
import { MAX_CHUNK_BYTES } from '#server/blobs/limits.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { who, type ServedCompany } from './served-company.ts';

export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const someBytes = (size: number) => randomBytes(size);

export interface Told {
	readonly status: number;
	readonly body: unknown;
}

export class Uploader {
	readonly #company: ServedCompany;
	readonly #key: PersonKey;

	constructor(company: ServedCompany, key: PersonKey) {
		this.#company = company;
		this.#key = key;
	}

	async put(
		hash: string,
		bytes: Uint8Array,
		query: { offset: number | string; size: number | string }
	): Promise<Told> {
		const url = `http://waypost/api/blobs/${hash}?offset=${query.offset}&size=${query.size}`;
		const headers = { 'content-type': 'application/octet-stream' };
		const request = new Request(url, { method: 'PUT', headers, body: Buffer.from(bytes) });
		return told(await answerPut(this.#company.blobs, who(this.#key), hash, request));
	}

	/** All of it, from where the upload stands. */
	async upload(bytes: Uint8Array, hash = hashOf(bytes)): Promise<Told> {
		let state = (await this.status(hash)).body as { offset: number; complete: boolean };
		for (;;) {
			const piece = bytes.subarray(state.offset, state.offset + MAX_CHUNK_BYTES);
			const answer = await this.put(hash, piece, { offset: state.offset, size: bytes.length });
			state = answer.body as typeof state;
			if (answer.status !== 200 || state.complete) return answer;
		}
	}

	async status(hash: string): Promise<Told> {
		return told(await answerStatus(this.#company.blobs, who(this.#key), hash));
	}

	read(hash: string, id: string, table: string = ticketAttachment.name): Promise<Response> {
		const { blobs, store } = this.#company;
		const url = new URL(`http://waypost/api/blobs/${hash}?table=${table}&id=${id}`);
		return answerRead(blobs, store, who(this.#key), hash, url);
	}

	/** A new incident with one file; answers the ids of both. */
	async report(blob: string, more: { name?: string; mime?: string; size?: number } = {}) {
		const file = { name: 'gate.jpg', mime: 'image/jpeg', size: 1_000, ...more, blob };
		const args = { kind: 'incident', title: 'The gate is stuck', files: [file] };
		const mid = await this.#company.run(this.#key, 'tickets.create', args);
		return { ticket: rowId(mid, ticket), file: rowId(mid, ticketAttachment, blob) };
	}
}

async function told(response: Response): Promise<Told> {
	return { status: response.status, body: await response.json() };
}
