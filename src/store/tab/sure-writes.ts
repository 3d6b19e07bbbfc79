import { StorageFull, StorageLost, type Replica } from '#sync/replica/index.ts';
import { withRoom } from './with-room.ts';

interface SureParts {
	readonly replica: Replica;
	readonly evictFiles: () => Promise<number>;
	/** Does a screen show the record? Then what hangs on it stays. */
	readonly isShown: (table: string, id: string) => boolean;
	readonly onFull: () => void;
}

/** Writes of a person's commands: they find room on a full disk where there is some, and outlive a lost connection. */
export class SureWrites {
	readonly #parts: SureParts;

	constructor(parts: SureParts) {
		this.#parts = parts;
	}

	/** `full`: nothing was written. */
	async do<T>(work: () => Promise<T>): Promise<T | { readonly full: true }> {
		try {
			return await this.#surely(work);
		} catch (error) {
			if (!(error instanceof StorageFull)) throw error;
			this.#parts.onFull();
			return { full: true };
		}
	}

	/** On a full disk copies of files that the server has make room, then what hangs on closed records (SYNC-P7). */
	#surely<T>(work: () => Promise<T>): Promise<T> {
		const { replica, evictFiles, isShown } = this.#parts;
		return withRoom(() => this.#orReadAgain(work), [evictFiles, () => replica.makeRoom(isShown)]);
	}

	/**
	 * A connection that died may have taken the write with it or not (SYNC-P6): what is stored is read again, and the
	 * same work, under its own `mid`, finds its entry or writes it.
	 */
	async #orReadAgain<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof StorageLost)) throw error;
			await this.#parts.replica.heard(Number.MAX_SAFE_INTEGER);
			return work();
		}
	}
}
