interface Entry<Store> {
	readonly stores: ReadonlySet<Store>;
	readonly mode: 'read' | 'write';
	readonly start: () => void;
	isRunning: boolean;
}

/** Transactions in the order in which they were opened: a writer is alone on its stores, readers share them. */
export class TransactionQueue<Store> {
	#entries: Entry<Store>[] = [];

	/** `ready` resolves when it may begin; `end` may be called at any time, and more than once. */
	open(stores: readonly Store[], mode: 'read' | 'write') {
		let start = () => {};
		const ready = new Promise<void>((resolve) => (start = resolve));
		const entry: Entry<Store> = { stores: new Set(stores), mode, start, isRunning: false };
		this.#entries.push(entry);
		this.#startNext();
		const end = () => {
			this.#entries = this.#entries.filter((each) => each !== entry);
			this.#startNext();
		};
		return { ready, end };
	}

	#startNext(): void {
		for (const [index, entry] of this.#entries.entries()) {
			if (entry.isRunning) continue;
			if (this.#entries.slice(0, index).some((earlier) => overlap(earlier, entry))) continue;
			entry.isRunning = true;
			entry.start();
		}
	}
}

function overlap<Store>(a: Entry<Store>, b: Entry<Store>): boolean {
	if (a.mode === 'read' && b.mode === 'read') return false;
	return [...a.stores].some((store) => b.stores.has(store));
}
