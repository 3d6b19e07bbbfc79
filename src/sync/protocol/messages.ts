import * as v from 'valibot';
import type { AnyRow, Failure, Instant, JsonObject, Scope, Space } from '#domain/kernel/index.ts';
import { MAX_DETAIL_ROOTS, MAX_MUTATIONS } from './limits.ts';

/** A place in the history of a space: the version and the chain value that proves which history is meant. */
const position = v.strictObject({
	v: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
});
export type Position = v.InferOutput<typeof position>;

const spaces = v.strictObject({ main: position, telemetry: position });
export type Positions = Readonly<Record<Space, Position>>;

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/));
const uuid = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
);
const counter = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(253_402_300_799_999));
const scope = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const scopes = v.pipe(v.array(scope), v.maxLength(1_000));

/** What a client knows: where it stands in each space, and which scopes its store holds. */
export const cookieSchema = v.strictObject({
	epoch: uuid,
	spaces,
	scopes,
	/** Rises whenever `scopes` changes; an answer asked under another revision is not applied. */
	scopesRev: counter
});
export type Cookie = v.InferOutput<typeof cookieSchema>;

/** Who speaks, in every request. The session decides who it is; a subject that differs is refused. */
const envelope = {
	proto: counter,
	schema: counter,
	subject: id,
	group: uuid
} as const;

/** A mutation on the wire. `args` is checked by the mutator's own schema, so that one bad mutation fails alone. */
export const mutationSchema = v.strictObject({
	/** Contiguous counter of the group, from 1. */
	id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	/** Name of the mutation for ever, also in another epoch. */
	mid: uuid,
	name: v.pipe(v.string(), v.regex(/^\w[\w.]{0,79}$/)),
	args: v.unknown(),
	deviceAt: instant,
	/** Server time of the last answer that the device had before the mutation was enqueued; 0 = none yet. */
	contactAt: instant,
	/** IANA zone of the device; its form only, since a zone may be newer than the server. */
	tz: v.pipe(v.string(), v.regex(/^[\w+/-]{0,64}$/)),
	base: v.record(v.pipe(v.string(), v.maxLength(80)), v.pipe(v.string(), v.maxLength(64))),
	/** Mutations (by `mid`) whose rows this one stands on; with one of them rejected it is `rejected(dependency)`. */
	deps: v.pipe(v.array(uuid), v.maxLength(100)),
	bulk: v.optional(uuid)
});
export type Mutation = v.InferOutput<typeof mutationSchema>;

/** Puts nothing: what a discarded mutation is replaced by, under its id and `mid`. */
export const NOOP = 'sync.noop';

export const pushRequestSchema = v.strictObject({
	...envelope,
	/** The history that the client believes in; null before its first pull. */
	at: v.nullable(v.strictObject({ epoch: uuid, spaces })),
	attempt: counter,
	mutations: v.pipe(v.array(mutationSchema), v.minLength(1), v.maxLength(MAX_MUTATIONS))
});
export type PushRequest = v.InferOutput<typeof pushRequestSchema>;

/** Codes, keys and versions only: rows come by pull, under the reader's scopes of that moment. */
export interface Outcome {
	readonly id: number;
	readonly mid: string;
	readonly kind: 'applied' | 'merged' | 'rejected' | 'discarded' | 'dead';
	readonly fields?: readonly string[];
	readonly failure?: Failure;
	/** Version of `main` at which the outcome was committed. */
	readonly v: number;
}

export interface PushAnswer {
	readonly last: number;
	readonly outcomes: readonly Outcome[];
	/** Counts as a poke. */
	readonly v: Readonly<Record<Space, number>>;
	readonly serverAt: Instant;
}

export const pullRequestSchema = v.strictObject({
	...envelope,
	cookie: v.nullable(cookieSchema),
	/** Highest mutation id whose outcome the device has stored. */
	acked: counter,
	/** The furthest that a page or detail was read beyond the cookie: the history has to be the same there, too. */
	ahead: v.optional(position),
	/** Asks for the sums of the self-audit, of the whole store. */
	audit: v.optional(v.boolean())
});
export type PullRequest = v.InferOutput<typeof pullRequestSchema>;

export interface Put {
	readonly table: string;
	readonly row: AnyRow;
	readonly v: number;
}

export interface Del {
	readonly table: string;
	readonly id: string;
	/** The row's root, for a child. */
	readonly root?: string;
	readonly v: number;
}

/** A root whose readable children are all in this answer, as they stand at the answer's version. */
export interface Complete {
	readonly table: string;
	readonly id: string;
	/** Version of the root that the children belong to. */
	readonly v: number;
}

export interface AuditSums {
	/** Per root table: rows in the cookie's scopes, and the sum of `versionFingerprint` modulo 2^53. */
	readonly tables: Readonly<Record<string, { readonly count: number; readonly sum: number }>>;
}

export interface PullAnswer {
	readonly cookie: Cookie;
	/** Scopes held now; those that the cookie lacks need a snapshot run. */
	readonly held: readonly Scope[];
	readonly puts: readonly Put[];
	readonly dels: readonly Del[];
	readonly complete: readonly Complete[];
	readonly last: number;
	readonly outcomes: readonly Outcome[];
	readonly more: boolean;
	/** With `more`: where the snapshot stood. Rows are told as they were there, beyond the cookie; goes back as `ahead`. */
	readonly read?: Position;
	readonly serverAt: Instant;
	readonly audit?: AuditSums;
}

/** Where a run goes on: after this row in page order. Opaque to the client, checked like any input by the server. */
export const pagePositionSchema = v.strictObject({
	phase: v.picklist(['heads', 'children']),
	table: v.pipe(v.string(), v.maxLength(60)),
	order: v.pipe(v.number(), v.finite()),
	id
});
export type PagePosition = v.InferOutput<typeof pagePositionSchema>;

export const snapshotRequestSchema = v.strictObject({
	...envelope,
	/** As it stands after the run was opened: it names the run's scopes, too. */
	cookie: cookieSchema,
	run: uuid,
	/** The scopes of this run. */
	scopes,
	/** Version of `main` at which the run was opened; no page is read before it. */
	v0: counter,
	after: v.nullable(pagePositionSchema),
	ahead: v.optional(position)
});
export type SnapshotRequest = v.InferOutput<typeof snapshotRequestSchema>;

/** One line of the snapshot stream: at most PAGE_ROWS rows of one phase. */
export interface Page {
	readonly run: string;
	/** The position that this page starts after; a page applies only where the run stands at it. */
	readonly after: PagePosition | null;
	/** null = the run is done. */
	readonly next: PagePosition | null;
	readonly puts: readonly Put[];
	/** In phase `children`: whole roots only. */
	readonly complete: readonly Complete[];
	/** Position of `main` at which the page was read. */
	readonly v: number;
	readonly digest: string;
	/** Heads of the run in all, in its first page only. */
	readonly total?: number;
}

export const detailRequestSchema = v.strictObject({
	...envelope,
	cookie: cookieSchema,
	ahead: v.optional(position),
	roots: v.pipe(
		v.array(v.strictObject({ table: v.pipe(v.string(), v.maxLength(60)), id })),
		v.minLength(1),
		v.maxLength(MAX_DETAIL_ROOTS)
	)
});
export type DetailRequest = v.InferOutput<typeof detailRequestSchema>;

/** Roots that the reader may not see are simply missing. */
export interface DetailAnswer {
	readonly complete: readonly Complete[];
	readonly puts: readonly Put[];
	/** Position of `main` at which it was read. */
	readonly v: number;
	readonly digest: string;
}

export interface Poke {
	readonly space: Space;
	readonly v: number;
}

/**
 * Somebody writes on a root just now, or no longer does: on the stream of pokes and nowhere else, kept by nobody, and lost
 * without harm (SYNC.md section 5).
 */
export interface Presence {
	/** Id of the root. */
	readonly root: string;
	readonly subject: string;
	readonly name: string;
	readonly is: 'writing' | 'gone';
}

/**
 * Whole-request refusals. `wrong_subject`: the session is another person's. `gap`: `facts.last` tells the highest id
 * applied. `epoch`: another history (`facts.epoch`). `unknown_group`: a group this history never saw, with id > 1.
 * `resnapshot`: the cookie is older than the log. `scopes`: the request names a scope that is no longer held.
 * `unsupported`: update the app. `busy`: try again later.
 */
export type SyncErrorCode =
	| 'bad_request'
	| 'too_large'
	| 'unauthenticated'
	| 'wrong_subject'
	| 'foreign_group'
	| 'gap'
	| 'epoch'
	| 'unknown_group'
	| 'resnapshot'
	| 'scopes'
	| 'unsupported'
	| 'busy';

export interface SyncRefusal {
	readonly error: Failure & { readonly code: SyncErrorCode };
}

export function refusal(code: SyncErrorCode, field?: string, facts?: JsonObject): SyncRefusal {
	return {
		error: { code, ...(field === undefined ? {} : { field }), ...(facts ? { facts } : {}) }
	};
}

export function isRefusal(answer: object): answer is SyncRefusal {
	return 'error' in answer;
}
