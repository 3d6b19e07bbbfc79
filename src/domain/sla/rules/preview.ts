import type { Instant } from '#domain/kernel/index.ts';
import { slaClocks, type Clock, type SlaInput } from './clocks.ts';
import { good, type Result } from './result.ts';

/** A ticket under the versions in force and under those that are about to be saved. */
export interface Candidate {
	readonly id: string;
	readonly before: SlaInput;
	readonly after: SlaInput;
}

export interface Flip {
	readonly id: string;
	readonly key: string;
	readonly kind: Clock['kind'];
	/** `saved`: it was late and is no longer. */
	readonly to: 'breached' | 'saved';
	readonly dueBefore: Instant;
	readonly dueAfter: Instant;
}

export interface Preview {
	readonly flips: readonly Flip[];
	/** Clocks whose due instant moves, flipped or not. */
	readonly moved: number;
	/** Clocks that there are on both sides. */
	readonly compared: number;
}

/** What a new version of a calendar or a policy would do to tickets at `now`. Superseded clocks keep their result. */
export function previewChange(candidates: Iterable<Candidate>, now: Instant): Result<Preview> {
	const flips: Flip[] = [];
	let [moved, compared] = [0, 0];
	for (const { id, before, after } of candidates) {
		const [old, fresh] = [slaClocks(before, now), slaClocks(after, now)];
		if (!old.ok) return old;
		if (!fresh.ok) return fresh;
		const byKey = new Map(old.value.map((clock) => [clock.key, clock]));
		for (const clock of fresh.value) {
			const was = byKey.get(clock.key);
			if (!was || clock.state === 'superseded') continue;
			compared += 1;
			if (was.due !== clock.due) moved += 1;
			const [wasLate, isLate] = [was, clock].map(({ breachedAt }) => breachedAt !== undefined);
			if (wasLate === isLate) continue;
			flips.push({
				id,
				key: clock.key,
				kind: clock.kind,
				to: isLate ? 'breached' : 'saved',
				dueBefore: was.due,
				dueAfter: clock.due
			});
		}
	}
	return good({ flips, moved, compared });
}
