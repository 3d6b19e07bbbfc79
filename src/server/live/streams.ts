import { registry } from '#domain/registry.ts';
import { access } from '#domain/identity/index.ts';
import { sameJson, type Scope } from '#domain/kernel/index.ts';
import { onDrain } from '#server/lifecycle.ts';
import type { AuthorityStore, PokeHub } from '#sync/authority/index.ts';
import type { ClockPoller } from './clock-poller.ts';
import { openEventStream, type EventStream } from './event-stream.ts';

/** Streams that one person may hold open: one per device, and some that have not noticed that they are dead. */
const MAX_STREAMS = 50;

export interface Listening {
	readonly subject: string;
	readonly sessionId: string;
	/** Whether the session is still good; asked with every heartbeat, for sign-outs on other machines. */
	readonly isSignedIn: () => Promise<boolean>;
}

export interface Listener {
	readonly subject: string;
	readonly scopes: readonly Scope[];
}

export type Opened =
	{ readonly body: ReadableStream<Uint8Array> } | { readonly refused: 'forbidden' | 'slow_down' };

/** The open streams of pokes of this process, by person: a change of role or session closes them (SYNC.md section 5). */
export class LiveStreams {
	readonly #store: AuthorityStore;
	readonly #hub: PokeHub;
	readonly #poller: ClockPoller;
	readonly #open = new Map<EventStream, Listening & { readonly scopes: readonly Scope[] }>();

	constructor(store: AuthorityStore, hub: PokeHub, poller: ClockPoller) {
		this.#store = store;
		this.#hub = hub;
		this.#poller = poller;
		onDrain(() => this.#closeWhere(() => true));
	}

	async open(listening: Listening): Promise<Opened> {
		const { subject, isSignedIn } = listening;
		const scopes = await this.#scopesOf(subject);
		if (scopes.length === 0) return { refused: 'forbidden' };
		const open = [...this.#open.values()].filter((each) => each.subject === subject);
		if (open.length >= MAX_STREAMS) return { refused: 'slow_down' };

		const closers: (() => void)[] = [];
		const stream = openEventStream({
			isAlive: isSignedIn,
			onClose: () => {
				this.#open.delete(stream);
				for (const close of closers) close();
			}
		});
		this.#open.set(stream, { ...listening, scopes });
		closers.push(this.#poller.listen());
		const connection = await this.#hub.connect(
			scopes,
			(poke) => stream.send(poke),
			({ table, id }) => {
				if (table === access.name && id === subject) stream.close();
			}
		);
		closers.push(connection.close);
		// A change of role between the two looks was told to nobody.
		if (!sameJson(await this.#scopesOf(subject), scopes)) stream.close();
		if (stream.isClosed) connection.close();
		return { body: stream.body };
	}

	closeSession(sessionId: string): void {
		this.#closeWhere((each) => each.sessionId === sessionId);
	}

	/** Tells everybody of whom `hears` is true something that is kept nowhere. A client that is slow hears it late. */
	tell(event: object, hears: (listener: Listener) => boolean): void {
		for (const [stream, listener] of this.#open) if (hears(listener)) void stream.send(event);
	}

	#closeWhere(matches: (listening: Listening) => boolean): void {
		for (const [stream, listening] of this.#open) if (matches(listening)) stream.close();
	}

	async #scopesOf(subject: string): Promise<readonly Scope[]> {
		const { table, scopesOf } = registry.access;
		const rows = await this.#store.read((reader) => reader.rows(table, [subject]));
		const stored = rows.get(subject);
		return stored ? scopesOf(stored.row) : [];
	}
}
