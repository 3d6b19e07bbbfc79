/** Seeded chance (mulberry32): the same seed gives the same run. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = (seed * 0x9e3779b1) >>> 0;
	}

	/** In [0, 1). */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	}

	/** An integer in [0, below). */
	int(below: number): number {
		return Math.floor(this.next() * below);
	}

	between(from: number, to: number): number {
		return from + this.int(to - from + 1);
	}

	chance(p: number): boolean {
		return this.next() < p;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.int(from.length)] as T;
	}
}
