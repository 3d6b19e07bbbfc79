/** Counts real work under way, which the scheduler of the simulator waits for: in between nothing happens by itself. */
export class Busy {
	#count = 0;
	#onRest: () => void = () => undefined;

	async track<T>(work: () => Promise<T>): Promise<T> {
		this.#count += 1;
		try {
			return await work();
		} finally {
			this.#count -= 1;
			if (this.#count === 0) this.#onRest();
		}
	}

	/** Resolves when nothing is under way, nor begun by what was. */
	async idle(): Promise<void> {
		do {
			if (this.#count > 0) await new Promise<void>((resolve) => (this.#onRest = resolve));
			await new Promise((resolve) => setImmediate(resolve));
		} while (this.#count > 0);
	}
}
