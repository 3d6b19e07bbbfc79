import type { AnyRow, Effect, Instant, Scope, Space } from '#domain/kernel/index.ts';
import { firstDigest } from '#sync/authority/chain.ts';
import type { AuditEntry, ClientRow, LoggedChange, StoredOutcome } from '#sync/authority/ports.ts';
import { clone } from './clone.ts';

/** A row with what the store keeps beside it. */
export interface MemoryRow {
	readonly row: AnyRow;
	readonly v: number;
	readonly cv: number;
	readonly born: number;
	readonly scopes: readonly Scope[];
	readonly order: number;
	readonly isOpen: boolean;
	readonly touchedAt: Instant;
}

export type MemoryOutcome = StoredOutcome & { readonly v: number };

export interface Try {
	readonly id: number;
	readonly tries: number;
}

/**
 * All that is committed. Never changed in place: a commit makes a new one that shares what stayed the same, so that a
 * snapshot is a reference, and a copy for a rollback costs nothing.
 */
export interface AuthorityState {
	readonly epoch: string;
	readonly tables: Readonly<Record<string, ReadonlyMap<string, MemoryRow>>>;
	readonly log: Readonly<Record<Space, readonly LoggedChange[]>>;
	/** Chain value by version. */
	readonly digests: Readonly<Record<Space, readonly string[]>>;
	readonly minV: Readonly<Record<Space, number>>;
	readonly clients: ReadonlyMap<string, ClientRow>;
	readonly tries: ReadonlyMap<string, Try>;
	readonly outcomes: readonly MemoryOutcome[];
	readonly audit: readonly AuditEntry[];
	readonly effects: ReadonlyMap<string, Effect>;
	readonly series: ReadonlyMap<string, number>;
}

export function emptyState(epoch: string): AuthorityState {
	return {
		epoch,
		tables: {},
		log: { main: [], telemetry: [] },
		digests: {
			main: [firstDigest(epoch, 'main')],
			telemetry: [firstDigest(epoch, 'telemetry')]
		},
		minV: { main: 0, telemetry: 0 },
		clients: new Map(),
		tries: new Map(),
		outcomes: [],
		audit: [],
		effects: new Map(),
		series: new Map()
	};
}

export function positionsIn({ digests }: AuthorityState) {
	const at = (space: Space) => ({
		v: digests[space].length - 1,
		digest: digests[space].at(-1) as string
	});
	return { main: at('main'), telemetry: at('telemetry') };
}

/** A copy that nobody can change, so that a shared reference hides no bug. */
export function frozen<T>(value: T): T {
	return freeze(clone(value));
}

function freeze<T>(value: T): T {
	if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const inner of Object.values(value)) freeze(inner);
	}
	return value;
}
