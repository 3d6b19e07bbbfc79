import type { Instant } from '#domain/kernel/index.ts';
import type { ReplicaWorld } from './ports.ts';

/** Between two pulls, in milliseconds: pokes coalesce to four pulls a second. */
const PULL_GAP = 250;

/** Lets a pull that would follow another too closely wait. */
export class Pace {
	readonly #world: ReplicaWorld;
	#last: Instant = 0;

	constructor(world: ReplicaWorld) {
		this.#world = world;
	}

	async beforePull(): Promise<void> {
		const wait = this.#last + PULL_GAP - this.#world.now();
		// A clock that was set back would make it wait for days.
		if (wait > 0 && wait <= PULL_GAP)
			await new Promise<void>((resolve) => void this.#world.after(wait, resolve));
		this.#last = this.#world.now();
	}
}
