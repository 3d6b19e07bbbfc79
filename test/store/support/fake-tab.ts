import { onTestFinished } from 'vitest';
import { registry } from '#domain/registry.ts';
import { TabData, type TabParts } from '#store/tab/tab-data.ts';
import type { Hint, HintChannel } from '#store/tab/hints.ts';
import type { LockPort } from '#store/tab/leadership.ts';
import type { TabUpdate } from '#store/tab/updates.ts';
import { uuidV7 } from '#store/tab/uuid-v7.ts';
import { TransportFailure, type ReplicaStorage, type Transport } from '#sync/replica/index.ts';

const noWay = async () => {
	throw new TransportFailure('offline');
};

/** A transport without a server behind it. */
export const offline: Transport = {
	push: noWay,
	pull: noWay,
	detail: noWay,
	snapshot: () => ({ [Symbol.asyncIterator]: () => ({ next: noWay }) }),
	live: () => ({ close: () => undefined })
};

/** The channel between the tabs of one device. */
export class FakeHints {
	readonly #listeners = new Set<(hint: Hint) => void>();
	readonly heard: Hint[] = [];

	channel(): HintChannel {
		let own: ((hint: Hint) => void) | undefined;
		return {
			post: (hint) => {
				this.heard.push(hint);
				for (const listener of this.#listeners) if (listener !== own) listener(hint);
			},
			listen: (onHint) => {
				own = onHint;
				this.#listeners.add(onHint);
			},
			close: () => own && this.#listeners.delete(own)
		};
	}
}

/** A lock that the first who asks has for good. */
export function firstLock(): LockPort {
	let taken = false;
	return {
		request: async (_, __, held) => {
			if (taken) return new Promise(() => undefined);
			taken = true;
			await held();
			taken = false;
		}
	};
}

export interface FakeTab {
	readonly tab: TabData;
	/** All that it told, later parts over earlier ones. */
	readonly told: TabUpdate;
	readonly updates: readonly TabUpdate[];
}

export function openFakeTab(
	storage: ReplicaStorage,
	parts: Partial<Pick<TabParts, 'hints' | 'locks' | 'transport'>> = {}
): FakeTab {
	const updates: TabUpdate[] = [];
	const timers = new Set<ReturnType<typeof setTimeout>>();
	const tab = new TabData({
		registry,
		subject: 'ann',
		storage,
		transport: offline,
		uploads: { status: noWay, put: noWay },
		fetchBlob: async () => undefined,
		world: {
			now: () => Date.now(),
			timeZone: () => 'UTC',
			newMid: () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
			newUuid: () => crypto.randomUUID(),
			random: () => 0.5,
			after: (ms, task) => {
				const timer = setTimeout(task, ms);
				timers.add(timer);
				return () => clearTimeout(timer);
			}
		},
		locks: firstLock(),
		hints: new FakeHints().channel(),
		tell: (update) => void updates.push(update),
		...parts
	});
	onTestFinished(() => {
		for (const timer of timers) clearTimeout(timer);
	});
	return {
		tab,
		updates,
		get told() {
			return Object.assign({}, ...updates) as TabUpdate;
		}
	};
}

/** Ann, an agent, as a pull would have brought her. */
export async function plantAnn(storage: ReplicaStorage): Promise<void> {
	const row = { id: 'ann', name: 'Ann', roles: ['agent'], teams: [], active: true };
	await storage.write(['meta', 'base', 'revlog'], async (tx) => {
		await tx.put('base', 'access/ann', { table: 'access', row, v: 1, gen: 0 });
		await tx.put('meta', 'rev', 1);
		await tx.put('revlog', 1, { changed: [['base', 'access/ann']] });
	});
}
