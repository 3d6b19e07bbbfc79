import {
	derivedId,
	type Deed,
	type DomainEvent,
	type Effect,
	type JsonObject,
	type Registry
} from '#domain/kernel/index.ts';

/** The queue of commands that answer an event, run by the system after the commit. */
export const REACTION_QUEUE = 'reaction';

/** Payload of such an effect. Its key is the `mid` of the command, so that running it twice changes nothing. */
export interface ReactionPayload extends JsonObject {
	readonly reaction: string;
	readonly mutator: string;
	readonly args: JsonObject;
}

/** What the events of one mutation call for, as effects of its own transaction (SYNC-EFFECT). */
export function reactionEffects(
	registry: Registry,
	mid: string,
	events: readonly DomainEvent[]
): readonly Effect[] {
	const effects: Effect[] = [];
	for (const reaction of registry.reactions) {
		const deeds = events
			.filter((event) => event.name === reaction.on)
			.flatMap((event) => reaction.then(event));
		for (const [index, deed] of deeds.entries()) {
			const key = derivedId(mid, reaction.name, String(index));
			effects.push({ key, ...jobOf(reaction.name, deed) });
		}
	}
	return effects;
}

function jobOf(reaction: string, deed: Deed): Omit<Effect, 'key'> {
	if ('queue' in deed) return deed;
	const payload: ReactionPayload = { reaction, ...deed };
	return { queue: REACTION_QUEUE, payload };
}
