import { describe, expect, it } from 'vitest';
import { StorageFull, StorageLost } from '#sync/replica/ports.ts';
import { describeReplicaStorage } from './contract/replica-storage.contract.ts';
import { MemoryReplicaDisk } from './memory/replica-storage.ts';

describeReplicaStorage('memory', async () => {
	const disk = new MemoryReplicaDisk();
	return { first: disk.connect(), second: disk.connect(), reopen: async () => disk.connect() };
});

describe('memory model of a browser database', () => {
	it('SYNC-P7: a write beyond the quota fails, and nothing of its transaction is written', async () => {
		const disk = new MemoryReplicaDisk();
		let writes = 0;
		const storage = disk.connect({ isFull: () => (writes += 1) === 2 });
		const full = storage.write(['meta'], async (tx) => {
			await tx.put('meta', 'a', 1);
			await tx.put('meta', 'b', 2);
		});
		await expect(full).rejects.toBeInstanceOf(StorageFull);
		expect(disk.all('meta')).toEqual([]);
	});

	it('a tab that dies in a transaction leaves nothing behind and blocks nobody', async () => {
		const disk = new MemoryReplicaDisk();
		let die = () => {};
		const dying = disk.connect({
			step: async (label) => {
				if (label === 'commit') die();
			}
		});
		die = () => dying.crash();
		const lost = dying.write(['meta'], (tx) => tx.put('meta', 'a', 1));
		await expect(lost).rejects.toBeInstanceOf(StorageLost);
		await disk.connect().write(['meta'], (tx) => tx.put('meta', 'b', 2));
		expect(disk.all('meta')).toEqual([{ key: 'b', value: 2 }]);
	});
});
