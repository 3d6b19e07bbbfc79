import { MINUTE, type Instant } from '#domain/kernel/index.ts';
import { isRefusal, refusal, type Outcome, type Positions } from '../protocol/index.ts';
import type { Incoming } from './ledger.ts';
import { Contended, runBatch, type Authority, type PushResult } from './push.ts';
import { StoreUnavailable } from './ports.ts';

/**
 * A mutation whose mutator throws must neither block its queue for ever nor be thrown away at the first hiccup. From
 * the third attempt of a push its mutations run one by one. A try is counted durably before the mutator runs, so that
 * a crash counts, and taken back when the store was at fault. After three tries the mutation is dead: it advances.
 */
const MAX_TRIES = 3;
/** Attempts (counted from 0) that a push gets before tries are counted. */
export const PATIENCE = 2;
/** So many deaths a minute are no poison but an outage or a bad release: then the server says "later" instead. */
const MAX_DEATHS_PER_MINUTE = 10;

export class Quarantine {
	readonly #authority: Authority;
	#deaths: Instant[] = [];
	#turn: Promise<unknown> = Promise.resolve();

	constructor(authority: Authority) {
		this.#authority = authority;
	}

	/** Runs the mutations of one request one by one, each in a transaction of its own. */
	async runOneByOne(request: Incoming, attempt: number, positions: Positions): Promise<PushResult> {
		const isCounting = request.numbering === 'device' && attempt >= PATIENCE;
		const outcomes: Outcome[] = [];
		let answer: PushResult = refusal('busy');
		for (const mutation of request.mutations) {
			const single = { ...request, mutations: [mutation] };
			answer = isCounting
				? await this.#inTurn(() => this.#counted(single, positions))
				: await this.#uncounted(single, positions);
			if (isRefusal(answer)) return answer;
			outcomes.push(...answer.outcomes);
		}
		return isRefusal(answer) ? answer : { ...answer, outcomes };
	}

	/** One at a time in this process: a crash must count against the one that may have caused it, not against all at hand. */
	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = this.#turn.then(work, work);
		this.#turn = turn.catch(() => undefined);
		return turn;
	}

	async #uncounted(single: Incoming, positions: Positions): Promise<PushResult> {
		try {
			return await this.#run(single, positions);
		} catch (error) {
			if (isStoreTrouble(error)) return refusal('busy');
			this.#report(error, single);
			// A command has somebody waiting who gets the error itself; a device tries again.
			if (single.numbering === 'server') throw error;
			return refusal('busy');
		}
	}

	async #counted(single: Incoming, positions: Positions): Promise<PushResult> {
		const { store } = this.#authority;
		const id = single.mutations[0]?.id ?? 0;
		const client = await store.read((reader) => reader.client(single.group));
		const isNext = id === (client?.last ?? 0) + 1;
		// Nobody counts a try on somebody else's group.
		if (!isNext || (client && client.subject !== single.subject)) {
			return this.#uncounted(single, positions);
		}
		const tries = await store.countTry(single.group, id);
		if (tries > MAX_TRIES) return this.#bury(single, positions);
		try {
			return await this.#run(single, positions);
		} catch (error) {
			if (isStoreTrouble(error)) {
				await store.clearTries(single.group);
				return refusal('busy');
			}
			this.#report(error, single);
			return tries >= MAX_TRIES ? this.#bury(single, positions) : refusal('busy');
		}
	}

	async #bury(single: Incoming, positions: Positions): Promise<PushResult> {
		const now = this.#authority.world.now();
		this.#deaths = this.#deaths.filter((at) => now - at < MINUTE);
		if (this.#deaths.length >= MAX_DEATHS_PER_MINUTE) return refusal('busy');
		this.#deaths.push(now);
		return this.#run({ ...single, isDead: true }, positions);
	}

	async #run(single: Incoming, positions: Positions): Promise<PushResult> {
		const [answer] = await runBatch(this.#authority, [single], positions);
		if (!answer) throw new Error('a request without an answer');
		return answer;
	}

	#report(error: unknown, { mutations }: Incoming): void {
		this.#authority.onFault(error, mutations[0]?.mid ?? '');
	}
}

export function isStoreTrouble(error: unknown): boolean {
	return error instanceof StoreUnavailable || error instanceof Contended;
}
