import type { AuthorityReader, AuthorityStore } from '#sync/authority/ports.ts';
import type { Key, ReplicaStorage, StoreName } from '#sync/replica/ports.ts';
import type { AuthorityState } from '../memory/authority-state.ts';
import { MemoryAuthorityStore } from '../memory/authority-store.ts';
import { MemoryReplicaDisk, type ConnectionOptions } from '../memory/replica-storage.ts';

/** The server's database as the simulator needs it: crashes, goes back to older states, and can be looked into. */
export interface SimStore extends AuthorityStore {
	/** All that is committed. */
	copyState(): AuthorityState;
	/** Called within a reading; answers, also after it, the state that it reads. */
	stateOf(reader: AuthorityReader): () => AuthorityState | undefined;
	crash(): void;
	restore(state: AuthorityState, epoch?: string): void;
}

export interface SimConnectionOptions extends ConnectionOptions {
	/** Called where nothing else may come between, so that the tab may die there all the same. */
	readonly risk: () => void;
}

/** A browser's disk. */
export interface SimDisk {
	/** What lies in a store, in ascending order of key. */
	all(store: StoreName): readonly { readonly key: Key; readonly value: unknown }[];
	connect(options: SimConnectionOptions): ReplicaStorage & { crash(): void };
}

export interface SimStoreOptions {
	readonly epoch: string;
	/** Awaited before calls of the port. */
	readonly step: (label: string) => Promise<void>;
	/** Hears of every state, in order. */
	readonly onState: (state: AuthorityState) => void;
}

/** What the simulated world stands on. */
export interface Adapters {
	openStore(options: SimStoreOptions): SimStore;
	openDisk(onCommit: () => void): SimDisk;
	/** Resolves when nothing goes on but what waits for the scheduler. */
	idle(): Promise<void>;
}

/** The memory models: all of a run is one sequence that its seed repeats. */
export const memoryAdapters: Adapters = {
	openStore({ epoch, step, onState }) {
		const store = new MemoryAuthorityStore({
			epoch,
			afterCrash: 'silent',
			step: (label) => {
				if (label === 'write.committed') onState(store.copyState());
				return step(label);
			}
		});
		onState(store.copyState());
		return store;
	},
	openDisk: (onCommit) => new MemoryReplicaDisk(onCommit),
	idle: () => new Promise((resolve) => setImmediate(resolve))
};
