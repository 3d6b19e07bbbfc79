import { nullable, oneOf, ref, text, type Actor, type Scope } from '#domain/kernel/index.ts';
import type { Grants } from './permission-table.ts';

/** private: its owner; team: everybody in a team, and the owner; desk: the whole desk. */
export const shares = ['private', 'team', 'desk'] as const;
export type Share = (typeof shares)[number];

/** Columns of something that a person keeps for themselves or shares: saved views, macros. */
export const sharingFields = {
	share: oneOf(shares),
	owner: ref(),
	ownerName: text(120),
	/** The team that it is shared with; null unless `share` says team. */
	team: nullable(ref())
} as const;

export interface Shared {
	readonly share: Share;
	readonly owner: string;
	readonly team: string | null;
}

export function sharedScopes({ share, owner, team }: Shared): readonly Scope[] {
	if (share === 'desk') return ['desk'];
	return [`user:${owner}`, ...(share === 'team' && team !== null ? [`team:${team}`] : [])];
}

/** What is private is its owner's; what is shared belongs to those whose permission reaches so far. */
export function mayKeep(
	actor: Actor,
	{ share, owner, team }: Shared,
	permission: string,
	{ may, permits }: Pick<Grants, 'may' | 'permits'>
): boolean {
	if (share === 'private') return owner === actor.subject && permits(actor, permission);
	// A reach of `team` needs a team; the desk's own things need the reach `any`.
	return may(actor, permission, share === 'team' ? { team } : {});
}
