import type { AnyRow, Instant, JsonObject, Scope, Verdict } from '#domain/kernel/index.ts';
import type { Cookie, Mutation, Outcome, PagePosition, Position } from '../protocol/index.ts';
import type { Key, StoreName } from './ports.ts';

/**
 * What lies in the stores. Everything that the replica knows is a record here; memory is only these records, indexed,
 * so that loading, catching up with another tab and absorbing one's own commit are one and the same code.
 */

/** Names a row across tables. */
export type RowKey = string;

export function rowKey(table: string, id: string): RowKey {
	return `${table}/${id}`;
}

/** Key in the store `blob` of a copy of what the server has; an own file lies under its hash alone. */
export function blobCopyKey(hash: string): string {
	return `copy:${hash}`;
}

/** A row as the authority gave it. `gen` counts the histories that this device has lived through. */
export interface BaseRecord {
	readonly table: string;
	readonly row: AnyRow;
	readonly v: number;
	readonly gen: number;
}

/** Rows in bulk: 500 in one record store in a twentieth of the time that 500 records take. */
export interface PackRecord {
	readonly gen: number;
	readonly rows: readonly PackedRow[];
}

export interface PackedRow {
	readonly table: string;
	readonly row: AnyRow;
	readonly v: number;
}

/**
 * What the device knows of a root's children. `at`: they are complete as of that version. `missed`: a change to them
 * was dropped at that version, or they were never fetched; an answer read before it cannot complete them. `unwanted`: they
 * made room, and are not fetched before somebody wants them.
 */
export type CompleteRecord =
	{ readonly at: number } | { readonly missed: number; readonly unwanted?: true };

/**
 * Values of a row as the person saw them before a change, for the card of a conflict. Never sent; they are the row's, so
 * they go when the row leaves.
 */
export interface Seen {
	readonly table: string;
	readonly id: string;
	readonly values: JsonObject;
}

export interface QueueRecord {
	readonly mutation: Mutation;
	/** Pushes that carried it to this history; from the first on it is frozen. */
	readonly attempts: number;
	/** Version of the reply that acknowledged it; its rows come by pull. */
	readonly receivedAt?: number;
	/** What stood here before the person asked to discard it. */
	readonly discarded?: Mutation;
	readonly seen?: Seen;
}

/** A row written by one queued mutation; `row: null` = removed. */
export interface OverlayWrite {
	readonly table: string;
	readonly id: string;
	readonly row: AnyRow | null;
	readonly op: 'insert' | 'update' | 'remove';
}

/** What a queued mutation does to the view, and which rows it looked at. Same key as its queue record. */
export interface OverlayRecord {
	readonly reads: readonly RowKey[];
	readonly writes: readonly OverlayWrite[];
	/** A guard met a row that is not here, or the replay failed: the authority decides. */
	readonly doubtful: boolean;
	readonly verdict: Verdict;
}

/** An outcome with the mutation that it belongs to: journal for a week, card until the person has seen to it. */
export interface OutcomeRecord {
	readonly outcome: Outcome;
	readonly mutation: Mutation;
	readonly discarded?: Mutation;
	/** With a conflict only. */
	readonly seen?: Seen;
	readonly storedAt: Instant;
	/** Rejections, conflicts and dead letters stay until dismissed. */
	readonly needsPerson: boolean;
}

export interface RunRecord {
	readonly id: string;
	readonly scopes: readonly Scope[];
	/** Version of `main` at which it was opened. */
	readonly v0: number;
	readonly after: PagePosition | null;
	/** All pages are read; it closes when the cookie has come as far as they. */
	readonly isRead: boolean;
	readonly rows: number;
	readonly total: number;
	/** Dels that pulls brought meanwhile: they hide page rows with a lower version. */
	readonly dels: Readonly<Record<RowKey, number>>;
}

export interface RevRecord {
	readonly changed: readonly (readonly [StoreName, Key])[];
}

/** Keys of the store `meta`, and what lies under them. */
export interface Meta {
	readonly rev: number;
	readonly group: string;
	readonly gen: number;
	readonly nextId: number;
	readonly acked: number;
	/** Server time of the last answer. */
	readonly contactAt: Instant;
	readonly cookie: Cookie | null;
	/** The furthest that a page or detail was read beyond the cookie. */
	readonly ahead: Position | null;
	/** Rows of an earlier history are still shown. */
	readonly hasOldRows: boolean;
	readonly run: RunRecord | null;
	readonly nextPack: number;
	/** Scopes held by the person, as the last pull told: what the cookie lacks of them needs a run. */
	readonly held: readonly Scope[];
	/**
	 * Rows that left while their packs still wait to be rewritten, each with the number of the first pack that it does
	 * not concern (the row may have come back since): readers obey at once.
	 */
	readonly exits: readonly (readonly [RowKey, number])[];
	/** The self-audit failed, and what was done about it: shown as a defect, never as "clear your cache". */
	readonly defects: readonly {
		readonly at: Instant;
		readonly table: string;
		readonly what: string;
	}[];
	readonly auditedAt: Instant;
}

export const emptyMeta: Meta = {
	rev: 0,
	group: '',
	gen: 0,
	nextId: 1,
	acked: 0,
	contactAt: 0,
	cookie: null,
	ahead: null,
	hasOldRows: false,
	run: null,
	nextPack: 1,
	held: [],
	exits: [],
	defects: [],
	auditedAt: 0
};

/** A change to one record; `value: undefined` deletes it. */
export interface Op {
	readonly store: StoreName;
	readonly key: Key;
	readonly value: unknown;
}

export function metaOp<K extends keyof Meta>(key: K, value: Meta[K]): Op {
	return { store: 'meta', key, value };
}
