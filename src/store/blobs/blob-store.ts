import { DAY, type Instant } from '#domain/kernel/index.ts';
import type { ReplicaStorage } from '#sync/replica/index.ts';

/** Acknowledged work may be offered again for this long (SYNC.md section 5), so its bytes stay. */
const JOURNAL = 7 * DAY;

export interface BlobRecord {
	readonly name: string;
	readonly mime: string;
	readonly bytes: ArrayBuffer;
	readonly addedAt: Instant;
}

/** Bytes of this device that the server is to get. */
export interface BlobOutRecord {
	readonly size: number;
	/** Bytes that the server has confirmed. */
	readonly offset: number;
	/** When the server had all of them, and in which of its histories (`gen`): another one may have lost them. */
	readonly done?: { readonly at: Instant; readonly gen: number };
	readonly failed?: boolean;
	readonly addedAt: Instant;
}

/** Photos and files on the device, by the SHA-256 of their bytes. */
export class BlobStore {
	readonly #storage: ReplicaStorage;

	constructor(storage: ReplicaStorage) {
		this.#storage = storage;
	}

	get(hash: string): Promise<BlobRecord | undefined> {
		return this.#storage.read(
			['blob'],
			async (tx) => (await tx.get('blob', hash)) as BlobRecord | undefined
		);
	}

	/** An own file: kept and put down for upload in one transaction. Adding the same bytes again changes nothing. */
	add(hash: string, record: BlobRecord): Promise<void> {
		return this.#storage.write(['blob', 'blobOut'], async (tx) => {
			await tx.put('blob', hash, record);
			if (await tx.get('blobOut', hash)) return;
			const out: BlobOutRecord = {
				size: record.bytes.byteLength,
				offset: 0,
				addedAt: record.addedAt
			};
			await tx.put('blobOut', hash, out);
		});
	}

	/** A copy of what the server has: may be evicted at any time. */
	cache(hash: string, record: BlobRecord): Promise<void> {
		return this.#storage.write(['blob'], (tx) => tx.put('blob', hash, record));
	}

	outgoing(): Promise<readonly (readonly [string, BlobOutRecord])[]> {
		return this.#storage.read(['blobOut'], async (tx) => {
			const all = await tx.getAll('blobOut');
			return all.map(({ key, value }) => [String(key), value as BlobOutRecord] as const);
		});
	}

	note(hash: string, change: Partial<BlobOutRecord>): Promise<void> {
		return this.#storage.write(['blobOut'], async (tx) => {
			const record = (await tx.get('blobOut', hash)) as BlobOutRecord | undefined;
			if (record) await tx.put('blobOut', hash, { ...record, ...change });
		});
	}

	/** Forgets uploads whose week is over. */
	expire(now: Instant): Promise<void> {
		return this.#storage.write(['blobOut'], async (tx) => {
			for (const { key, value } of await tx.getAll('blobOut')) {
				const { done } = value as BlobOutRecord;
				if (done && done.at < now - JOURNAL) await tx.delete('blobOut', key);
			}
		});
	}

	/** Makes room: drops every copy that the server has as well. Answers how many bytes that freed. */
	evict(): Promise<number> {
		return this.#storage.write(['blob', 'blobOut'], async (tx) => {
			let freed = 0;
			for (const { key, value } of await tx.getAll('blob')) {
				if (await tx.get('blobOut', key)) continue;
				freed += (value as BlobRecord).bytes.byteLength;
				await tx.delete('blob', key);
			}
			return freed;
		});
	}
}
