import type { PersonKey } from '#server/seed/people.ts';
import type { Outcome } from '#sync/protocol/index.ts';
import { Caller, type Answer } from '../support/caller.ts';
import { pause } from './told.ts';

export interface Acknowledged {
	readonly mid: string;
	readonly name: string;
	readonly kind: string;
}

export interface WriterParts {
	readonly name: string;
	readonly person: PersonKey;
	/** Where the server is now; it moves with every start. */
	readonly address: () => string;
	/** A catalogue item whose team gets the ticket by a reaction. */
	readonly item: string;
	readonly onAcknowledged: (acknowledged: readonly Acknowledged[]) => void;
}

type Sent = ReturnType<Caller['mutation']>;

/**
 * A device without a screen: sends what it has, and sends the very same again until it is answered. A third of its
 * changes are tickets whose creation calls for a reaction, the rest are comments on them.
 */
export class Writer {
	readonly #parts: WriterParts;
	#written = 0;
	#tickets: string[] = [];
	readonly faults: string[] = [];

	constructor(parts: WriterParts) {
		this.#parts = parts;
	}

	/** Goes on until told to stop and the change at hand is answered. */
	async run(shallStop: () => boolean): Promise<void> {
		const caller = await this.#signIn(shallStop);
		while (caller && !shallStop()) await this.#deliver(caller, this.#makeBatch(caller));
	}

	/** A ticket that is surely there may be commented on. */
	know(ticket: string): void {
		this.#tickets.push(ticket);
	}

	/** Once: its session outlives the server like all else. */
	async #signIn(shallStop: () => boolean): Promise<Caller | undefined> {
		while (!shallStop()) {
			const { address, person } = this.#parts;
			const caller = await Caller.signIn(address(), person).catch(() => undefined);
			if (caller) return caller;
			await retryPause();
		}
		return undefined;
	}

	#makeBatch(caller: Caller): readonly Sent[] {
		const size = 1 + Math.floor(Math.random() * 6);
		return Array.from({ length: size }, () => caller.mutation(...this.#command()));
	}

	#command(): [string, object] {
		this.#written += 1;
		const title = `${this.#parts.name} ${this.#written}`;
		const on = this.#tickets[Math.floor(Math.random() * this.#tickets.length)];
		if (on !== undefined && Math.random() >= 0.34)
			return ['tickets.comment', { ticket: on, audience: 'public', body: title }];
		const args = {
			kind: 'incident',
			title,
			description: 'It does not print.',
			catalogItem: this.#parts.item,
			answers: [{ id: 'where', value: 'Hall 2' }]
		};
		return ['tickets.create', args];
	}

	/** As a device does it: what was sent without an answer goes again only when a pull shows that the server is there. */
	async #deliver(caller: Caller, mutations: readonly Sent[]): Promise<void> {
		for (let attempt = 0; ; attempt += 1) {
			const answer = await this.#ask(caller, () => caller.push(mutations, { attempt }));
			if (answer) return this.#tell(mutations, answer);
			while (!(await this.#ask(caller, () => caller.pull()))) await retryPause();
		}
	}

	#tell(mutations: readonly Sent[], answer: Answer): void {
		const { outcomes } = answer.body as { readonly outcomes: readonly Outcome[] };
		const names = new Map(mutations.map(({ mid, name }) => [mid, name]));
		this.#parts.onAcknowledged(
			outcomes.map(({ mid, kind }) => ({ mid, kind, name: names.get(mid) ?? '' }))
		);
	}

	/** Undefined: no answer, or one that says "later". */
	async #ask(caller: Caller, request: () => Promise<Answer>): Promise<Answer | undefined> {
		caller.address = this.#parts.address();
		try {
			const answer = await request();
			if (answer.status === 200) return answer;
			if (answer.status < 500 && answer.status !== 429)
				this.faults.push(`was refused: ${answer.status} ${answer.text}`);
		} catch {
			// It is being killed, or not there yet.
		}
		await retryPause();
		return undefined;
	}
}

function retryPause(): Promise<void> {
	return pause(50 + Math.random() * 100);
}
