import { describeAuthorityStore } from './contract/authority-store.contract.ts';
import { MemoryAuthorityStore } from './memory/authority-store.ts';
import { EPOCH } from './support/authority-world.ts';

describeAuthorityStore(
	'memory',
	async () => new MemoryAuthorityStore({ epoch: EPOCH }),
	async (store) => [...store.copyState().effects.keys()]
);
