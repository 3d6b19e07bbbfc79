import { SECOND, type Instant } from '#domain/kernel/index.ts';
import type { Poke } from '../protocol/index.ts';
import { Exchange, Halt, HistoryChanged, type ExchangeParts } from './exchange.ts';
import { TransportFailure, type ReplicaWorld, type Transport } from './ports.ts';

const POLL = 30 * SECOND;
const RETRY_FIRST = SECOND;
/** Below the 60 s within which a queue must drain after the server recovers (SYNC-P13). */
const RETRY_LAST = 30 * SECOND;
/** Turns that may begin anew at once because the history changed; then it is a failure like any other. */
const CHANGES_AT_ONCE = 3;

export type LoopState =
	'idle' | 'working' | 'offline' | 'signed_out' | 'unsupported' | 'wrong_subject';

interface LoopParts extends Omit<ExchangeParts, 'onProgress' | 'isStopped'> {
	readonly onState: () => void;
	/** Hears of what is nobody's answer: a full or lost storage, or a bug. The turn is tried again later. */
	readonly onError: (error: unknown) => void;
}

/**
 * The leader's loop, one turn at a time. Any kick asks for another turn; a failure asks for one later, with growing,
 * jittered gaps.
 */
export class SyncLoop {
	readonly #transport: Transport;
	readonly #world: ReplicaWorld;
	readonly #parts: LoopParts;
	readonly #exchange: Exchange;
	#state: LoopState = 'idle';
	#isRunning = false;
	#again = false;
	#isStopped = true;
	#failures = 0;
	#changes = 0;
	#cancelTimer: () => void = () => undefined;
	#stream: { close(): void } | undefined;
	/** When a turn last got somewhere: a leader that stands still is replaced. */
	progressAt: Instant = 0;

	constructor(parts: LoopParts) {
		this.#parts = parts;
		this.#transport = parts.transport;
		this.#world = parts.world;
		this.#exchange = new Exchange({
			...parts,
			onProgress: () => this.#progress(),
			isStopped: () => this.#isStopped
		});
	}

	get state(): LoopState {
		return this.#state;
	}

	/** True between turns: then standing still is no sign of trouble. */
	get isResting(): boolean {
		return !this.#isRunning;
	}

	start(): void {
		if (!this.#isStopped) return;
		this.#isStopped = false;
		this.#listen();
		this.kick();
	}

	stop(): void {
		this.#isStopped = true;
		this.#cancelTimer();
		this.#stream?.close();
		this.#stream = undefined;
	}

	/** There is, or may be, something to do: a local write, a poke, `online`, a tab coming to the front, a new sign-in. */
	kick(): void {
		if (this.#isStopped) return;
		this.#again = true;
		if (this.#isRunning) return;
		this.#cancelTimer();
		void this.#run();
	}

	/** Fetch the children of a root that a screen shows. */
	want(table: string, id: string): void {
		this.#exchange.want(table, id);
		this.kick();
	}

	#listen(): void {
		const stream = this.#transport.live(
			(poke) => this.#onPoke(poke),
			() => {
				if (this.#stream !== stream) return;
				this.#stream = undefined;
				this.#world.after(RETRY_FIRST * (1 + 4 * this.#world.random()), () => {
					if (this.#isStopped || this.#stream) return;
					this.#listen();
					this.kick();
				});
			}
		);
		this.#stream = stream;
	}

	#onPoke(poke: Poke): void {
		if (poke.space === 'telemetry') this.kick();
		else if (this.#exchange.poked(poke.v)) this.kick();
	}

	async #run(): Promise<void> {
		this.#isRunning = true;
		try {
			while (this.#again && !this.#isStopped) {
				this.#again = false;
				this.#setState('working');
				await this.#exchange.turn();
				this.#failures = 0;
				this.#changes = 0;
				this.#setState('idle');
			}
			this.#schedule(POLL);
		} catch (error) {
			this.#fail(error);
		} finally {
			this.#isRunning = false;
		}
		if (this.#again && this.#state === 'idle') this.kick();
	}

	#fail(error: unknown): void {
		if (error instanceof Halt) this.#setState(error.state);
		else if (error instanceof HistoryChanged && this.#changes < CHANGES_AT_ONCE) {
			this.#changes += 1;
			this.#again = true;
			this.#setState('idle');
		} else if (error instanceof TransportFailure && error.kind === 'signed_out') {
			// The queue waits for a sign-in, which kicks.
			this.#setState('signed_out');
		} else {
			this.#retryLater();
			this.#setState('offline');
			const isKnown = error instanceof TransportFailure || error instanceof HistoryChanged;
			if (!isKnown) this.#parts.onError(error);
		}
	}

	#retryLater(): void {
		this.#failures += 1;
		this.#changes = 0;
		const gap = Math.min(RETRY_LAST, RETRY_FIRST * 2 ** Math.min(this.#failures - 1, 10));
		this.#schedule(gap * (0.5 + 0.5 * this.#world.random()));
	}

	#schedule(ms: number): void {
		this.#cancelTimer();
		if (this.#isStopped) return;
		this.#cancelTimer = this.#world.after(ms, () => this.kick());
	}

	#progress(): void {
		this.progressAt = this.#world.now();
		this.#parts.onState();
	}

	#setState(state: LoopState): void {
		this.#state = state;
		this.#progress();
	}
}
