import type { AuthorityState } from '../memory/authority-state.ts';
import type { Random } from './random.ts';

/** Every state that the database ever had, by the digest that proves it: what any cookie stands for. */
export class History {
	readonly #byMain = new Map<string, AuthorityState>();
	readonly #byTelemetry = new Map<string, AuthorityState>();

	record(state: AuthorityState): void {
		const main = state.digests.main.at(-1) as string;
		const telemetry = state.digests.telemetry.at(-1) as string;
		this.#byMain.set(main, state);
		if (!this.#byTelemetry.has(telemetry)) this.#byTelemetry.set(telemetry, state);
	}

	atMain(digest: string): AuthorityState | undefined {
		return this.#byMain.get(digest);
	}

	atTelemetry(digest: string): AuthorityState | undefined {
		return this.#byTelemetry.get(digest);
	}

	/** A state that this one came from, up to 30 versions back. */
	olderThan(state: AuthorityState, random: Random): AuthorityState | undefined {
		const { main } = state.digests;
		const at = main.length - 1 - random.between(1, 30);
		return at < 6 ? undefined : this.#byMain.get(main[at] as string);
	}
}
