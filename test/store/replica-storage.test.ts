import { describeReplicaStorage } from '#test/sync/contract/replica-storage.contract.ts';
import { SparedStorage } from '#store/spare/spared-storage.ts';
import { FakeDevice } from './support/fake-device.ts';
import { MemoryFolder } from './support/memory-files.ts';

describeReplicaStorage('Dexie', async () => {
	const device = new FakeDevice();
	return {
		first: device.storage(),
		second: device.storage(),
		reopen: async () => device.storage()
	};
});

describeReplicaStorage('Dexie with a spare', async () => {
	const device = new FakeDevice();
	const folder = new MemoryFolder();
	const open = () => new SparedStorage(device.storage(), folder.files());
	return { first: open(), second: open(), reopen: async () => open() };
});
