import type { Instant } from '#domain/kernel/index.ts';
import type { Calendar } from './calendar.ts';
import type { Policy } from './policy.ts';
import { bad, good, type Result } from './result.ts';

/** What happened to a ticket, as far as clocks care. `agent_reply` and `requester_reply` are public. */
export const factTypes = [
	'created',
	'assigned',
	'agent_reply',
	'requester_reply',
	'pending',
	'resumed',
	'resolved',
	'reopened',
	'closed'
] as const;
export type FactType = (typeof factTypes)[number];

export interface PlainFact {
	readonly at: Instant;
	readonly type: FactType;
}

/** From here on another policy holds, or none; and, when named, another calendar. */
export interface PolicyFact {
	readonly at: Instant;
	readonly type: 'policy';
	readonly policy: Policy | null;
	readonly calendar?: Calendar;
}

export type Fact = PlainFact | PolicyFact;

/**
 * The facts up to `now` in order of time; those of one instant keep their order, but the creation comes first. Empty when
 * the ticket had not been created by then.
 */
export function orderFacts(facts: readonly Fact[], now: Instant): Result<readonly Fact[]> {
	const creations = facts.filter(({ type }) => type === 'created').length;
	if (creations === 0) return bad('sla.created_missing', 'events');
	if (creations > 1) return bad('sla.created_twice', 'events');
	const rank = ({ type }: Fact) => (type === 'created' ? 0 : 1);
	const ordered = facts.toSorted((a, b) => a.at - b.at || rank(a) - rank(b));
	if (ordered[0]?.type !== 'created') return bad('sla.created_missing', 'events');
	return good(ordered.filter(({ at }) => at <= now));
}
