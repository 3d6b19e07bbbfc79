import type { Instant } from '#domain/kernel/index.ts';
import type { Calendar } from './calendar.ts';
import { readClock, type Course, type Reading } from './clock.ts';
import { orderFacts, type Fact, type PolicyFact } from './facts.ts';
import { pausesOf, type Pause } from './pauses.ts';
import { clockKinds, type ClockKind, type Policy } from './policy.ts';
import { bad, good, type Result } from './result.ts';

/** Everything that decides a ticket's clocks, except for now. */
export interface SlaInput {
	readonly calendar: Calendar;
	readonly policy: Policy | null;
	readonly facts: readonly Fact[];
}

export interface Clock extends Reading {
	readonly kind: ClockKind;
	/** The same for this clock whatever else happens to the ticket, and no other clock of the ticket has it. */
	readonly key: string;
	/** When it took over from another policy's clock. */
	readonly swappedAt?: Instant;
	readonly course: Course;
}

/** A clock while the facts are gone through. */
interface Draft {
	readonly kind: ClockKind;
	readonly start: Instant;
	readonly policy: Policy;
	readonly calendar: Calendar;
	readonly swappedAt?: Instant;
	end?: { readonly at: Instant; readonly by: 'done' | 'swap' };
}

/**
 * A ticket's clocks at `now`: by kind, and in order within one. A pure function of the facts; those after `now` have not
 * happened yet. Before the ticket was created there are none.
 */
export function slaClocks(input: SlaInput, now: Instant): Result<readonly Clock[]> {
	const ordered = orderFacts(input.facts, now);
	if (!ordered.ok) return ordered;
	const run = new Run(input);
	for (const fact of ordered.value) run.take(fact);
	const clocks: Clock[] = [];
	for (const kind of clockKinds) {
		for (const draft of run.drafts.filter((one) => one.kind === kind)) {
			const course = courseOf(draft, ordered.value);
			const reading = readClock(course, now);
			if (!reading) return bad('sla.hours_exhausted', 'calendar');
			clocks.push({ ...identityOf(draft), ...reading, course });
		}
	}
	return good(clocks);
}

function courseOf({ kind, start, policy, calendar, end }: Draft, facts: readonly Fact[]): Course {
	const target = policy[kind];
	if (!target) throw new Error(`a ${kind} clock without a target`);
	const pauses: readonly Pause[] =
		kind === 'resolution' || policy.response_pauses ? pausesOf(facts, policy) : [];
	return { start, target, calendar, pauses, ...(end ? { end } : {}) };
}

function identityOf({ kind, start, swappedAt }: Draft): Pick<Clock, 'kind' | 'key' | 'swappedAt'> {
	return swappedAt === undefined
		? { kind, key: `${kind}@${start}` }
		: { kind, key: `${kind}@${start}/${swappedAt}`, swappedAt };
}

/**
 * Goes through the facts and starts and ends clocks. What is asked for but not given is kept apart from the clocks, with the
 * instant since when, so that a policy that comes later finds it. A closed ticket starts none.
 */
class Run {
	readonly drafts: Draft[] = [];
	#policy: Policy | null;
	#calendar: Calendar;
	#isResolved = false;
	#isClosed = false;
	readonly #awaited: { [kind in ClockKind]?: Instant | undefined } = {};
	#resolutionStart = 0;

	constructor({ policy, calendar }: SlaInput) {
		this.#policy = policy;
		this.#calendar = calendar;
	}

	take(fact: Fact): void {
		const { at } = fact;
		switch (fact.type) {
			case 'created':
				this.#resolutionStart = at;
				for (const kind of clockKinds) this.#ask(kind, at);
				break;
			case 'agent_reply':
				this.#give('response', at);
				this.#give('update', at);
				break;
			case 'requester_reply':
				this.#ask('update', at);
				break;
			case 'resolved':
				this.#isResolved = true;
				this.#give('response', at);
				this.#give('resolution', at);
				break;
			case 'closed':
				this.#isResolved = this.#isClosed = true;
				for (const kind of clockKinds) this.#give(kind, at);
				break;
			case 'reopened':
				if (this.#isResolved) this.#reopen(at);
				break;
			case 'policy':
				this.#swap(fact);
		}
	}

	/** Something is wanted from now on; what is wanted already keeps its clock. */
	#ask(kind: ClockKind, at: Instant): void {
		if (this.#awaited[kind] !== undefined) return;
		this.#awaited[kind] = at;
		this.#start(kind);
	}

	#give(kind: ClockKind, at: Instant): void {
		this.#awaited[kind] = undefined;
		this.#end(kind, at, 'done');
	}

	#start(kind: ClockKind, swappedAt?: Instant): void {
		const [start, policy] = [this.#awaited[kind], this.#policy];
		if (start === undefined || !policy?.[kind] || this.#isClosed) return;
		const swapped = swappedAt === undefined ? {} : { swappedAt };
		this.drafts.push({ kind, start, policy, calendar: this.#calendar, ...swapped });
	}

	#end(kind: ClockKind, at: Instant, by: 'done' | 'swap'): void {
		const draft = this.#last(kind);
		if (!draft || draft.end) return;
		// Of two swaps in one instant the first has never held.
		if (by === 'swap' && draft.swappedAt === at) this.drafts.splice(this.drafts.indexOf(draft), 1);
		else draft.end = { at, by };
	}

	/** The resolution clock goes on with the time since the resolve as a pause, unless the policy wants a new one. */
	#reopen(at: Instant): void {
		const wasClosed = this.#isClosed;
		this.#isResolved = this.#isClosed = false;
		// A reply that came while the ticket was closed.
		if (wasClosed) this.#start('update');
		const last = this.#last('resolution');
		if (this.#policy?.reopen_restarts) this.#resolutionStart = at;
		this.#awaited.resolution = this.#resolutionStart;
		const goesOn =
			last?.end?.by === 'done' &&
			last.policy === this.#policy &&
			last.start === this.#resolutionStart;
		if (goesOn) delete last.end;
		else this.#start('resolution', last?.start === this.#resolutionStart ? at : undefined);
	}

	/** The start stays and earlier pauses count, under the new policy's rules; what has been given asks for no clock. */
	#swap({ at, policy, calendar }: PolicyFact): void {
		for (const kind of clockKinds) this.#end(kind, at, 'swap');
		this.#policy = policy;
		this.#calendar = calendar ?? this.#calendar;
		for (const kind of clockKinds) this.#start(kind, at);
	}

	#last(kind: ClockKind): Draft | undefined {
		return this.drafts.findLast((draft) => draft.kind === kind);
	}
}
