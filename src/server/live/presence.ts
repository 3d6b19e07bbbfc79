/**
 * Who is writing on a ticket just now: told to the open streams of those who read its internal side, at every server
 * process, and kept nowhere. The requester does not hear it, since the one who writes may be writing a note.
 */
import * as v from 'valibot';
import { access, actorOf } from '#domain/identity/index.ts';
import { oneOf, readableAudiences, ref, scopesMeet, type Scope } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import { ticket, type Ticket } from '#domain/tickets/index.ts';
import type { AuthorityStore } from '#sync/authority/index.ts';
import type { Presence } from '#sync/protocol/index.ts';
import type { LiveStreams } from './streams.ts';

export const presenceSchema = v.strictObject({
	ticket: ref().schema,
	is: oneOf(['writing', 'gone']).schema
});
export type PresenceInput = v.InferOutput<typeof presenceSchema>;

/** What the server processes tell each other: who may hear it is decided where the streams are. */
export interface ToldPresence {
	readonly presence: Presence;
	/** Of the ticket, when it was told. */
	readonly scopes: readonly Scope[];
}

/** Answers whether the person sees the ticket; to whoever does not, there is none. */
export async function tellPresence(
	store: AuthorityStore,
	tell: (told: ToldPresence) => Promise<void>,
	subject: string,
	{ ticket: root, is }: PresenceInput
): Promise<boolean> {
	const [own, row] = await store.read(async (reader) => [
		(await reader.rows(access, [subject])).get(subject)?.row,
		(await reader.rows(ticket, [root])).get(root)?.row as Ticket | undefined
	]);
	if (!own || !row) return false;
	const scopes = ticket.scopes(row);
	if (!scopesMeet(scopes, new Set(registry.access.scopesOf(own)))) return false;
	const { name } = actorOf(own as Parameters<typeof actorOf>[0]);
	await tell({ presence: { root, subject, name, is }, scopes });
	return true;
}

/** To the streams of this process. */
export function hearPresence(streams: LiveStreams, { presence, scopes }: ToldPresence): void {
	streams.tell({ presence }, (listener) => {
		if (listener.subject === presence.subject) return false;
		const held = new Set(listener.scopes);
		return readableAudiences(scopes, held, registry.scopeKinds).includes('internal');
	});
}
