import { randomUUID } from 'node:crypto';
import { PROTO, SCHEMA } from '#sync/protocol/index.ts';
import { uuidV7 } from '#store/tab/uuid-v7.ts';
import type { Login } from '../bench/support/world.ts';
import { pause } from './told.ts';

interface Sent {
	readonly id: number;
	readonly mid: string;
	readonly name: string;
	readonly args: object;
	readonly deviceAt: number;
	readonly contactAt: number;
	readonly tz: string;
	readonly base: object;
	readonly deps: readonly string[];
}

export interface Acknowledged {
	readonly mid: string;
	readonly name: string;
	readonly kind: string;
}

export interface WriterParts {
	readonly name: string;
	readonly login: Login;
	/** Where the server is now; it moves with every start. */
	readonly address: () => string;
	/** A catalogue item whose team gets the ticket by a reaction. */
	readonly item: string;
	readonly onAcknowledged: (acknowledged: readonly Acknowledged[]) => void;
}

/**
 * A device without a screen: sends what it has, and sends the very same again until it is answered. A third of its
 * changes are tickets whose creation calls for a reaction, the rest are comments on them.
 */
export class Writer {
	readonly #parts: WriterParts;
	readonly #group = randomUUID();
	#cookie = '';
	#last = 0;
	#tickets: string[] = [];
	readonly faults: string[] = [];

	constructor(parts: WriterParts) {
		this.#parts = parts;
	}

	/** Goes on until told to stop and the change at hand is answered. */
	async run(shallStop: () => boolean): Promise<void> {
		while (!shallStop()) await this.#deliver(this.#makeBatch());
	}

	#makeBatch(): readonly Sent[] {
		const size = 1 + Math.floor(Math.random() * 6);
		return Array.from({ length: size }, () => {
			this.#last += 1;
			const mid = uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
			const [name, args] = this.#command();
			return {
				id: this.#last,
				mid,
				name,
				args,
				deviceAt: Date.now(),
				contactAt: 0,
				tz: 'UTC',
				base: {},
				deps: []
			};
		});
	}

	#command(): [string, object] {
		const title = `${this.#parts.name} ${this.#last}`;
		const on = this.#tickets[Math.floor(Math.random() * this.#tickets.length)];
		if (on === undefined || Math.random() < 0.34) {
			const { item } = this.#parts;
			return [
				'tickets.create',
				{
					kind: 'incident',
					title,
					description: 'It does not print.',
					catalogItem: item,
					answers: [{ id: 'where', value: 'Hall 2' }]
				}
			];
		}
		return ['tickets.comment', { ticket: on, audience: 'public', body: title }];
	}

	async #deliver(mutations: readonly Sent[]): Promise<void> {
		for (let attempt = 1; ; attempt += 1) {
			const outcomes = await this.#push(mutations, attempt);
			if (!outcomes) {
				await pause(50 + Math.random() * 100);
				continue;
			}
			const names = new Map(mutations.map(({ mid, name }) => [mid, name]));
			this.#parts.onAcknowledged(
				outcomes.map(({ mid, kind }) => ({ mid, kind, name: names.get(mid) ?? '' }))
			);
			return;
		}
	}

	/** Undefined: no answer, or one that says "later". */
	async #push(mutations: readonly Sent[], attempt: number): Promise<Acknowledged[] | undefined> {
		const { subject } = this.#parts.login;
		const envelope = { proto: PROTO, schema: SCHEMA, subject, group: this.#group };
		try {
			const answer = await this.#post('/api/sync/push', {
				...envelope,
				at: null,
				attempt,
				mutations
			});
			if (answer.status === 200) {
				const { outcomes } = (await answer.json()) as { outcomes: Acknowledged[] };
				return outcomes;
			}
			if (answer.status === 401) await this.#signIn();
			else if (answer.status < 500 && answer.status !== 429)
				this.faults.push(`push was refused: ${answer.status} ${await answer.text()}`);
			return undefined;
		} catch {
			return undefined;
		}
	}

	async #signIn(): Promise<void> {
		const { email, password } = this.#parts.login;
		const answer = await this.#post('/api/session', { email, password });
		this.#cookie = answer.headers
			.getSetCookie()
			.map((cookie) => cookie.slice(0, cookie.indexOf(';')))
			.join('; ');
	}

	#post(path: string, body: object): Promise<Response> {
		return fetch(this.#parts.address() + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', cookie: this.#cookie },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(15_000)
		});
	}

	/** A ticket that is surely there may be commented on. */
	know(ticket: string): void {
		this.#tickets.push(ticket);
	}
}
