import { SECOND } from '#domain/kernel/index.ts';

const BEAT = 3 * SECOND;
/** A leader that nobody hears of for this long is replaced (SYNC.md section 3). */
const PATIENCE = 10 * SECOND;

/** The part of `navigator.locks` that is used. */
export interface LockPort {
	request(
		name: string,
		options: { readonly signal?: AbortSignal; readonly steal?: boolean },
		held: () => Promise<void>
	): Promise<unknown>;
}

export interface LeadershipParts {
	readonly locks: LockPort;
	readonly name: string;
	readonly now: () => number;
	readonly after: (ms: number, task: () => void) => () => void;
	readonly onLead: () => void;
	readonly onFollow: () => void;
	/** Does the leading tab get on? One that stands still sends no beat and so is replaced. */
	readonly isAlive: () => boolean;
	readonly beat: () => void;
}

/**
 * One tab leads the sync loop. States: aside (does not want to) -> waiting (for the lock) -> leading -> aside, or back
 * to waiting when the lock was stolen. Whoever waits listens for the leader's beats and steals the lock when they stop:
 * a frozen tab keeps its lock, and would keep everybody from syncing.
 */
export class Leadership {
	readonly #parts: LeadershipParts;
	#wanted = false;
	#leading = false;
	#heardAt = 0;
	#lookedAt = 0;
	#withdraw = new AbortController();
	#release: () => void = () => undefined;
	#cancelTimer: () => void = () => undefined;

	constructor(parts: LeadershipParts) {
		this.#parts = parts;
	}

	get leading(): boolean {
		return this.#leading;
	}

	want(wanted: boolean): void {
		if (wanted === this.#wanted) return;
		this.#wanted = wanted;
		if (wanted) {
			this.#seek(false);
			return;
		}
		this.#cancelTimer();
		this.#withdraw.abort();
		this.#release();
	}

	/** A beat of the tab that leads. */
	heard(): void {
		this.#heardAt = this.#parts.now();
	}

	#seek(steal: boolean): void {
		this.#withdraw = new AbortController();
		const { signal } = this.#withdraw;
		this.heard();
		this.#lookedAt = this.#parts.now();
		this.#tick();
		// The two options exclude each other.
		const options = steal ? { steal } : { signal };
		this.#parts.locks
			.request(this.#parts.name, options, () => this.#hold(signal))
			// Withdrawn, or stolen from us: both are seen to where the promise ends.
			.catch(() => undefined)
			.finally(() => this.#ended(signal));
	}

	#hold(signal: AbortSignal): Promise<void> {
		if (signal.aborted) return Promise.resolve();
		this.#leading = true;
		this.#parts.onLead();
		this.#parts.beat();
		return new Promise((resolve) => (this.#release = resolve));
	}

	#ended(signal: AbortSignal): void {
		if (signal !== this.#withdraw.signal) return;
		if (this.#leading) {
			this.#leading = false;
			this.#parts.onFollow();
		}
		if (this.#wanted) this.#seek(false);
	}

	#tick(): void {
		this.#cancelTimer();
		this.#cancelTimer = this.#parts.after(BEAT, () => {
			if (this.#leading) this.#beat();
			else this.#watch();
			if (this.#wanted) this.#tick();
		});
	}

	#beat(): void {
		if (this.#parts.isAlive()) this.#parts.beat();
	}

	#watch(): void {
		const now = this.#parts.now();
		// This tab itself was asleep: it could not have heard anything.
		if (now - this.#lookedAt > 2 * BEAT) this.heard();
		this.#lookedAt = now;
		if (now - this.#heardAt <= PATIENCE) return;
		const waiting = this.#withdraw;
		this.#seek(true);
		waiting.abort();
	}
}
