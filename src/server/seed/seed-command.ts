import type { Instant, JsonObject } from '#domain/kernel/index.ts';

/** A command of the seed: run it as `actor` at `at`; run again, its `mid` makes it the same one. */
export interface SeedCommand {
	/** Subject, or `system`. */
	readonly actor: string;
	readonly mutator: string;
	readonly args: JsonObject;
	readonly mid: string;
	readonly at: Instant;
}
