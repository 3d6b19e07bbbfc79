/** What the bench measures in the browser without Waypost: the floors, and RxDB as a peer. */
import { measureMemory } from './floor-memory.ts';
import { measurePages } from './floor-pages.ts';
import { measureWrites } from './floor-writes.ts';

export interface BenchSite {
	readonly measurePages: typeof measurePages;
	readonly measureWrites: typeof measureWrites;
	readonly measureMemory: typeof measureMemory;
	readonly measureRxdb: (rows: number) => Promise<RxdbFigures>;
}

/** Milliseconds. */
export interface RxdbFigures {
	readonly store: number;
	readonly firstList: number;
	readonly reopenToFirstList: number;
}

declare global {
	interface Window {
		bench: BenchSite;
	}
}

window.bench = {
	measurePages,
	measureWrites,
	measureMemory,
	measureRxdb: async (rows) => (await import('./peer-rxdb.ts')).measureRxdb(rows)
};
