import type { SyncState } from '#ui/kit/SyncChip.svelte';

/** What the chip's words depend on. */
export type SyncFacts = {
	readonly waiting: number;
	readonly needsPerson: number;
	readonly defects: number;
	readonly online: boolean;
	readonly expired: boolean;
};

/** What needs the person comes first, then why nothing moves, then what moves. */
export function syncStateOf(facts: SyncFacts): SyncState {
	if (facts.expired) return { kind: 'signIn' };
	if (facts.needsPerson > 0 || facts.defects > 0) return { kind: 'needs' };
	if (!facts.online) return { kind: 'offline', count: facts.waiting };
	return facts.waiting > 0 ? { kind: 'sending', count: facts.waiting } : { kind: 'current' };
}
