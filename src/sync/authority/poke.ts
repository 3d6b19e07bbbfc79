import { scopesMeet, type Scope, type Space } from '#domain/kernel/index.ts';
import type { Poke } from '../protocol/index.ts';
import type { AuthorityStore, LoggedChange } from './ports.ts';

/** Log rows looked at in one read; what is beyond comes in the next. */
const LOG_ROWS = 5_000;
const SPACES: readonly Space[] = ['main', 'telemetry'];

interface Listener {
	readonly scopes: ReadonlySet<Scope>;
	readonly send: (poke: Poke) => void | Promise<void>;
	/** Hears of every change in the scopes, for who must do more than tell the client. */
	readonly onChange: (change: LoggedChange) => void;
	/** Highest version to tell, and highest told. */
	readonly latched: Record<Space, number>;
	readonly sent: Record<Space, number>;
	isSending: boolean;
}

/**
 * Tells connected clients that there is more. A poke is a version, never a row, and goes only to those whose scopes a
 * commit touched. While a client is slow, only the highest version waits for it.
 */
export class PokeHub {
	readonly #store: AuthorityStore;
	readonly #listeners = new Set<Listener>();
	readonly #seen: Record<Space, number> = { main: -1, telemetry: -1 };

	constructor(store: AuthorityStore) {
		this.#store = store;
	}

	/** Connects a client that holds `scopes`, and tells it the current versions. */
	async connect(
		scopes: readonly Scope[],
		send: Listener['send'],
		onChange: Listener['onChange'] = () => {}
	): Promise<{ readonly close: () => void }> {
		const listener: Listener = {
			scopes: new Set(scopes),
			send,
			onChange,
			latched: { main: -1, telemetry: -1 },
			sent: { main: -1, telemetry: -1 },
			isSending: false
		};
		// Listening first: a commit between the two reads is then told twice rather than never.
		this.#listeners.add(listener);
		const positions = await this.#store.read((reader) => reader.positions());
		for (const space of SPACES) latch(listener, space, positions[space].v);
		return { close: () => this.#listeners.delete(listener) };
	}

	/** Looks at what was committed since the last look, and pokes. */
	async poll(): Promise<void> {
		for (const space of SPACES) {
			let isBehind = true;
			while (isBehind) isBehind = await this.#pollSpace(space);
		}
	}

	/** Answers whether there is more than one read takes. */
	async #pollSpace(space: Space): Promise<boolean> {
		const from = this.#seen[space];
		// What was before this process, or before a client came, is not looked up for it: it is told that there is more.
		const known = new Set(from < 0 ? [] : this.#listeners);
		const scopes = [...new Set([...this.#listeners].flatMap((each) => [...each.scopes]))];
		const { changes, to, now } = await this.#store.read(async (reader) => {
			const now = (await reader.positions())[space].v;
			if (from < 0 || from >= now || scopes.length === 0) return { changes: [], to: now, now };
			const found = await reader.log(space, from, now, scopes, LOG_ROWS);
			const last = found.at(-1)?.v ?? now;
			const beyond = await reader.log(space, last, now, scopes, 1);
			return { changes: found, to: beyond.length > 0 ? last : now, now };
		});
		for (const listener of this.#listeners) if (!known.has(listener)) latch(listener, space, now);
		this.#seen[space] = Math.max(this.#seen[space], to);
		for (const change of changes) {
			const scopes = [...change.scopesIn, ...change.scopesOut];
			for (const listener of this.#listeners) {
				if (!scopesMeet(scopes, listener.scopes)) continue;
				latch(listener, space, change.v);
				listener.onChange(change);
			}
		}
		return to < now;
	}
}

function latch(listener: Listener, space: Space, v: number): void {
	listener.latched[space] = Math.max(listener.latched[space], v);
	if (!listener.isSending) void deliver(listener);
}

async function deliver(listener: Listener): Promise<void> {
	listener.isSending = true;
	// Let a whole read be latched before anything is told.
	await Promise.resolve();
	for (const space of SPACES) {
		while (listener.sent[space] < listener.latched[space]) {
			const v = listener.latched[space];
			listener.sent[space] = v;
			await listener.send({ space, v });
		}
	}
	listener.isSending = false;
	if (SPACES.some((space) => listener.sent[space] < listener.latched[space]))
		void deliver(listener);
}
