import type { Instant } from '#domain/kernel/index.ts';
import type { Fact } from './facts.ts';
import type { PausableState, Policy } from './policy.ts';

/** Half-open; without `to` it lasts. */
export interface Pause {
	readonly from: Instant;
	readonly to?: Instant;
}

type State = 'open' | PausableState;

/**
 * When a ticket was in a state in which the policy lets clocks stand. After it is resolved or closed, only `reopened` brings
 * it back: a `resumed` that arrives with a resolve means nothing. The facts are in order.
 */
export function pausesOf(facts: readonly Fact[], policy: Policy): readonly Pause[] {
	const pauses: Pause[] = [];
	let state: State = 'open';
	let since: Instant | undefined;
	for (const { at, type } of facts) {
		state = next(state, type, policy);
		const isPaused = state !== 'open' && policy.pause.includes(state);
		if (isPaused) since ??= at;
		else if (since !== undefined) {
			if (at > since) pauses.push({ from: since, to: at });
			since = undefined;
		}
	}
	if (since !== undefined) pauses.push({ from: since });
	return pauses;
}

function next(state: State, type: Fact['type'], policy: Policy): State {
	if (type === 'resolved' || type === 'closed') return 'resolved';
	if (type === 'reopened') return state === 'resolved' ? 'open' : state;
	if (state === 'resolved') return state;
	if (type === 'pending') return 'pending';
	const resumes =
		type === 'resumed' || (type === 'requester_reply' && policy.requester_reply_resumes);
	return resumes ? 'open' : state;
}
