import type { Registry } from '#domain/kernel/index.ts';
import { refusal, type Positions, type SyncRefusal } from '../protocol/index.ts';
import type { Later } from './combiner.ts';
import { detail } from './detail.ts';
import { StoreUnavailable, type AuthorityStore, type AuthorityWorld } from './ports.ts';
import { pull } from './pull.ts';
import type { Authority } from './push.ts';
import { createPusher } from './pusher.ts';
import type { Session } from './request.ts';
import { snapshot } from './snapshot.ts';

export interface AuthorityOptions {
	/** Timer of the combiner of pushes. */
	readonly later: Later;
	/** Hears of errors of mutators: bugs, which the device is told as `busy` only. */
	readonly onFault: (error: unknown, mid: string) => void;
}

/**
 * The server half of the protocol over a store. Requests are unknown input: each is checked here. Answers and refusals
 * are values; `busy` stands for a store that is away.
 */
export function createAuthority(
	registry: Registry,
	store: AuthorityStore,
	world: AuthorityWorld,
	{ later, onFault }: AuthorityOptions
) {
	const authority: Authority = { registry, store, world, onFault };
	const pusher = createPusher(authority, later);
	return {
		...pusher,
		pull: (session: Session, input: unknown) => orBusy(() => pull(authority, session, input)),
		detail: (session: Session, input: unknown) => orBusy(() => detail(authority, session, input)),
		snapshot: (session: Session, input: unknown) =>
			streamOrBusy(() => snapshot(authority, session, input)),
		positions: (): Promise<Positions> => store.read((reader) => reader.positions())
	};
}

async function orBusy<T>(work: () => Promise<T>): Promise<T | SyncRefusal> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof StoreUnavailable) return refusal('busy');
		throw error;
	}
}

async function* streamOrBusy<T>(work: () => AsyncIterable<T>): AsyncGenerator<T | SyncRefusal> {
	try {
		yield* work();
	} catch (error) {
		if (!(error instanceof StoreUnavailable)) throw error;
		yield refusal('busy');
	}
}
