import type { RowRef } from '#client/index.ts';

/** A record that is not on this device yet is asked for again after this long. */
const AGAIN = 5_000;

/** Which records were asked for, so that a drawing of the page asks once. Nothing on screen follows it. */
export class AskedNames {
	readonly #askedAt = new Map<string, number>();

	/** Is it time to ask? Then it counts as asked. */
	shouldAsk(id: string): boolean {
		const now = Date.now();
		if (now - (this.#askedAt.get(id) ?? 0) < AGAIN) return false;
		this.#askedAt.set(id, now);
		return true;
	}
}

/** Each record once. */
export function eachOnce(refs: readonly RowRef[]): readonly RowRef[] {
	return [...new Map(refs.map((ref) => [ref.id, ref])).values()];
}
