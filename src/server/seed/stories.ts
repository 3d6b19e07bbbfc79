import type { State, Verb } from '#domain/tickets/index.ts';
import type { ItemKey } from './catalogue.ts';
import type { PersonKey, TeamKey } from './people.ts';

/** One thing that somebody did with a ticket, `after` minutes past the one before. */
export type Deed = { readonly by: PersonKey; readonly after: number } & (
	| { readonly do: 'comment'; readonly audience: 'public' | 'internal'; readonly body: string }
	| { readonly do: 'assign'; readonly team: TeamKey; readonly to: PersonKey | null }
	| {
			readonly do: 'transition';
			readonly verb: Verb;
			readonly from: State;
			readonly code: string | null;
			readonly note: string | null;
	  }
	| { readonly do: 'watch' }
);

/** A ticket and what became of it. */
export interface Story {
	readonly key: string;
	readonly kind: 'incident' | 'request';
	readonly title: string;
	readonly description: string;
	readonly by: PersonKey;
	/** Who enters it, when it is not the requester. */
	readonly enteredBy?: PersonKey;
	readonly hoursAgo: number;
	readonly item?: ItemKey;
	readonly answers?: Readonly<Record<string, string | number | boolean>>;
	readonly urgency?: 1 | 2 | 3;
	/** Set by the working side only, so `enteredBy` is needed. */
	readonly impact?: 1 | 2 | 3;
	readonly tags?: readonly string[];
	readonly deeds: readonly Deed[];
}

export function say(by: PersonKey, after: number, body: string): Deed {
	return { do: 'comment', audience: 'public', by, after, body };
}

export function note(by: PersonKey, after: number, body: string): Deed {
	return { do: 'comment', audience: 'internal', by, after, body };
}

export function give(
	by: PersonKey,
	after: number,
	team: TeamKey,
	to: PersonKey | null = null
): Deed {
	return { do: 'assign', by, after, team, to };
}

export function watching(by: PersonKey, after: number): Deed {
	return { do: 'watch', by, after };
}

export function step(
	by: PersonKey,
	after: number,
	verb: Verb,
	from: State,
	code: string | null = null,
	told: string | null = null
): Deed {
	return { do: 'transition', by, after, verb, from, code, note: told };
}
