import { StoreUnavailable } from '#sync/authority/ports.ts';

export type LockMode = 'share' | 'update';

interface Waiter {
	readonly owner: object;
	readonly mode: LockMode;
	readonly grant: () => void;
	readonly fail: (error: Error) => void;
}

interface Lock {
	readonly holders: Map<object, LockMode>;
	waiters: Waiter[];
}

/**
 * Locks by name, held to the end of their owner, as a database holds row locks: shared or exclusive, first come first
 * served, a deadlock failing the one who closes the circle.
 */
export class RowLocks {
	readonly #locks = new Map<string, Lock>();

	async acquire(owner: object, name: string, mode: LockMode): Promise<void> {
		const lock = this.#lock(name);
		const held = lock.holders.get(owner);
		if (held === 'update' || held === mode) return;
		if (isFree(lock, owner, mode) && (held || lock.waiters.length === 0)) {
			lock.holders.set(owner, mode);
			return;
		}
		if (this.#closesCircle(owner, lock)) throw new StoreUnavailable('deadlock');
		await new Promise<void>((grant, fail) => {
			const waiter = { owner, mode, grant, fail };
			// Whoever raises a lock goes first: everybody behind waits for them anyway.
			if (held) lock.waiters.unshift(waiter);
			else lock.waiters.push(waiter);
		});
	}

	isHeld(owner: object, name: string, mode: LockMode): boolean {
		const held = this.#locks.get(name)?.holders.get(owner);
		return held === 'update' || held === mode;
	}

	release(owner: object): void {
		for (const [name, lock] of this.#locks) {
			lock.holders.delete(owner);
			for (const { fail } of lock.waiters.filter((waiter) => waiter.owner === owner)) {
				fail(new StoreUnavailable('gone'));
			}
			lock.waiters = lock.waiters.filter((waiter) => waiter.owner !== owner);
			grantWaiters(lock);
			if (lock.holders.size === 0 && lock.waiters.length === 0) this.#locks.delete(name);
		}
	}

	/** Everybody who waits learns that there is nothing to wait for. */
	failAll(): void {
		const waiters = [...this.#locks.values()].flatMap((lock) => lock.waiters);
		this.#locks.clear();
		for (const { fail } of waiters) fail(new StoreUnavailable('gone'));
	}

	#lock(name: string): Lock {
		let lock = this.#locks.get(name);
		if (!lock) this.#locks.set(name, (lock = { holders: new Map(), waiters: [] }));
		return lock;
	}

	/** Would waiting for `lock` make `owner` wait for itself? */
	#closesCircle(owner: object, lock: Lock): boolean {
		const seen = new Set<object>();
		const queue = blockersOf(lock, owner);
		for (let other = queue.pop(); other; other = queue.pop()) {
			if (other === owner) return true;
			if (seen.has(other)) continue;
			seen.add(other);
			for (const candidate of this.#locks.values()) {
				const at = candidate.waiters.findIndex((waiter) => waiter.owner === other);
				if (at < 0) continue;
				const ahead = candidate.waiters.slice(0, at).map((waiter) => waiter.owner);
				// Raising one's own lock is no wait for oneself.
				queue.push(...[...candidate.holders.keys(), ...ahead].filter((each) => each !== other));
			}
		}
		return false;
	}
}

function blockersOf(lock: Lock, owner: object): object[] {
	const ahead = lock.waiters.map((waiter) => waiter.owner);
	return [...lock.holders.keys(), ...ahead].filter((other) => other !== owner);
}

function isFree(lock: Lock, owner: object, mode: LockMode): boolean {
	for (const [holder, held] of lock.holders) {
		if (holder !== owner && (mode === 'update' || held === 'update')) return false;
	}
	return true;
}

function grantWaiters(lock: Lock): void {
	for (let first = lock.waiters[0]; first; first = lock.waiters[0]) {
		if (!isFree(lock, first.owner, first.mode)) return;
		lock.waiters.shift();
		lock.holders.set(first.owner, first.mode);
		first.grant();
	}
}
