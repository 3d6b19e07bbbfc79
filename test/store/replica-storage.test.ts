import { describeReplicaStorage } from '#test/sync/contract/replica-storage.contract.ts';
import { FakeDevice } from './support/fake-device.ts';

describeReplicaStorage('Dexie', async () => {
	const device = new FakeDevice();
	return {
		first: device.storage(),
		second: device.storage(),
		reopen: async () => device.storage()
	};
});
