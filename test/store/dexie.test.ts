import type { Dexie } from 'dexie';
import { describe, expect, it, vi } from 'vitest';
import { decodeRecord, encodeRecord, UnreadableRecord } from '#store/dexie/codec.ts';
import { DexieStorage } from '#store/dexie/replica-storage.ts';
import { StorageFull, StorageLost, type ReplicaStorage } from '#sync/replica/index.ts';
import { FakeDevice } from './support/fake-device.ts';

const putRev = (storage: ReplicaStorage, rev: number) =>
	storage.write(['meta'], (tx) => tx.put('meta', 'rev', rev));
const readRev = (storage: ReplicaStorage) => storage.read(['meta'], (tx) => tx.get('meta', 'rev'));

describe('codec', () => {
	it.each([[0], [null], ['text'], [{ a: [1, { b: 2 }] }], [new Uint8Array([1, 2])]])(
		'gives back %j as it was',
		(value) => expect(decodeRecord(structuredClone(encodeRecord('draft', value)))).toEqual(value)
	);

	it('keeps a page as one text and gives it back as it was', () => {
		const page = {
			gen: 1,
			rows: [{ table: 'ticket', row: { id: 'a', tags: ['ü'], at: null }, v: 2 }]
		};
		const stored = structuredClone(encodeRecord('pages', page));
		expect(typeof stored.d).toBe('string');
		expect(decodeRecord(stored)).toEqual(page);
	});

	it.each([[{ c: 9, d: 1 }], [{ d: 1 }], ['plain'], [null]])('refuses %j', (stored) => {
		expect(() => decodeRecord(stored)).toThrow(UnreadableRecord);
	});
});

describe('a transaction', () => {
	it('stays one however many promises of its own the work awaits', async () => {
		const storage = new FakeDevice().storage();
		const work = storage.write(['meta', 'queue'], async (tx) => {
			await tx.put('meta', 'rev', 1);
			for (let i = 0; i < 500; i++) await Promise.resolve(i);
			await tx.put('queue', 1, 'late');
			throw new Error('changed my mind');
		});
		await expect(work).rejects.toThrow('changed my mind');
		const left = await storage.read(['meta', 'queue'], async (tx) => [
			await tx.get('meta', 'rev'),
			await tx.get('queue', 1)
		]);
		expect(left).toEqual([undefined, undefined]);
	});

	it('is asked to be durable before it is acknowledged', () => {
		const options = (new FakeDevice().database() as Dexie & { _options: object })._options;
		expect(options).toMatchObject({ chromeTransactionDurability: 'strict' });
	});
});

describe('SYNC-P7: a full disk', () => {
	/** Chrome reports it nowhere but in the abort. */
	function fullDevice() {
		const database = new FakeDevice().database();
		const transaction = database.transaction.bind(database) as (
			...given: unknown[]
		) => Promise<unknown>;
		let full = true;
		Object.assign(database, {
			transaction: (mode: string, stores: string[], work: (tx: unknown) => Promise<unknown>) =>
				transaction(mode, stores, async (tx: { idbtrans: IDBTransaction }) => {
					const result = await work(tx);
					if (mode === 'rw' && full) {
						const error = new DOMException('', 'QuotaExceededError');
						Object.defineProperty(tx.idbtrans, 'error', { get: () => error });
						tx.idbtrans.abort();
					}
					return result;
				})
		});
		const storage = new DexieStorage(database, () => database);
		return { storage, makeRoom: () => (full = false) };
	}

	it('is StorageFull, with nothing written, and writing works again once there is room', async () => {
		const { storage, makeRoom } = fullDevice();
		await expect(putRev(storage, 1)).rejects.toBeInstanceOf(StorageFull);
		makeRoom();
		expect(await readRev(storage)).toBeUndefined();
		await putRev(storage, 2);
		expect(await readRev(storage)).toBe(2);
	});
});

describe('SYNC-P6: a connection that the browser dropped', () => {
	it('a read is asked again on a new one', async () => {
		const device = new FakeDevice();
		const database = device.database();
		const storage = new DexieStorage(database, () => device.database());
		await putRev(storage, 1);
		database.close({ disableAutoOpen: true });
		expect(await readRev(storage)).toBe(1);
	});

	it('a write is StorageLost, since nobody knows what came of it; the next one goes through', async () => {
		const device = new FakeDevice();
		const database = device.database();
		const storage = new DexieStorage(database, () => device.database());
		await putRev(storage, 1);
		database.close({ disableAutoOpen: true });
		await expect(putRev(storage, 2)).rejects.toBeInstanceOf(StorageLost);
		await putRev(storage, 3);
		expect(await readRev(storage)).toBe(3);
	});
});

describe('SYNC-P8: an upgrade of the stores', () => {
	it('an older tab lets go of the database and says so; the newer one finds everything', async () => {
		const device = new FakeDevice();
		const onOutdated = vi.fn();
		const old = device.storage({ onOutdated });
		await putRev(old, 7);
		const next = device.database({}, 2);
		const newer = new DexieStorage(next, () => next);
		expect(await readRev(newer)).toBe(7);
		expect(onOutdated).toHaveBeenCalledOnce();
	});

	it('the newer tab says that it waits for one that does not let go', async () => {
		const device = new FakeDevice();
		const stubborn = await new Promise<IDBDatabase>((resolve) => {
			const request = device.parts.indexedDB.open('waypost:ann', 1);
			request.onsuccess = () => resolve(request.result);
		});
		const onBlocked = vi.fn();
		const opening = device.database({ onBlocked }, 2).open();
		await vi.waitFor(() => expect(onBlocked).toHaveBeenCalled());
		stubborn.close();
		await opening;
	});
});
