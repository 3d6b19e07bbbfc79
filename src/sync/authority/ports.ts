import type {
	AnyRow,
	Audience,
	Effect,
	Instant,
	Scope,
	Space,
	Table
} from '#domain/kernel/index.ts';
import type { Outcome, PagePosition, Position, Positions } from '../protocol/index.ts';

/**
 * What the authority needs from a database. Two adapters: PostgreSQL (`src/server/sync`), and a memory model with
 * transaction, lock and crash semantics that carries the simulator. One contract suite runs both.
 */

/** A row as stored. `cv` rises with every write to a child (roots only); `born` is the version of its insert. */
export interface StoredRow {
	readonly row: AnyRow;
	readonly v: number;
	readonly cv: number;
	readonly born: number;
}

/** (v, cv) of a row that exists. A child's cv is 0. */
export interface RowVersion {
	readonly v: number;
	readonly cv: number;
}

/** One per group, bound to one subject at first contact. */
export interface ClientRow {
	readonly group: string;
	readonly subject: string;
	/** Highest mutation id that has an outcome. */
	readonly last: number;
	/** `ctx.now` of the group's latest mutation: time on one device never runs backwards. */
	readonly lastNow: Instant;
	/** Outcomes up to this id were acknowledged by the device and may go. */
	readonly acked: number;
	/** Quarantine: the mutation id being tried one by one, and how often it failed. */
	readonly tryingId: number;
	readonly tries: number;
}

export interface RowPut {
	readonly row: AnyRow;
	/** True for an insert: a taken id is an error of the mutation, never an upsert. */
	readonly isNew: boolean;
	/** Roots only: who may see the row from now on, and its place in page order. */
	readonly scopes: readonly Scope[];
	readonly order: number;
	readonly isOpen: boolean;
	/** Roots only, new ones: the series whose next number goes into `row.number` at the commit. */
	readonly series?: string;
}

/** All writes of one transaction to one table. */
export interface TableWrites {
	readonly table: Table;
	readonly puts: readonly RowPut[];
	readonly removes: readonly string[];
	/** Roots whose `cv` rises by one, because a child of theirs was written. */
	readonly touches: readonly string[];
}

/** One per row and transaction. */
export interface LogEntry {
	readonly space: Space;
	readonly table: string;
	readonly id: string;
	/** Children: the root, and the audience class. */
	readonly root?: string;
	readonly audience?: Audience;
	readonly op: 'put' | 'del';
	/** Roots: all scopes after it. Children: the scopes of the root at this moment. */
	readonly scopesIn: readonly Scope[];
	/** Scopes that it left with this change. */
	readonly scopesOut: readonly Scope[];
}

export interface LoggedChange extends LogEntry {
	readonly v: number;
}

/** One audit entry, hashed before the clock is taken (DOMAIN.md section 7). */
export interface AuditEntry {
	readonly mid: string;
	readonly subject: string;
	readonly verb: string;
	readonly verdict: string;
	readonly at: Instant;
	readonly receivedAt: Instant;
	readonly group: string;
	readonly payload: string;
	readonly salt: string;
	readonly leaf: string;
}

export interface StoredOutcome extends Omit<Outcome, 'v'> {
	readonly group: string;
	readonly subject: string;
}

/** What the last statement of a write transaction does, all under the clock row's lock. */
export interface ClockStep {
	readonly spaces: readonly Space[];
	readonly log: readonly LogEntry[];
	readonly outcomes: readonly StoredOutcome[];
	readonly clients: readonly ClientRow[];
	readonly audit: readonly AuditEntry[];
	/** Merkle root over the audit leaves of this transaction. */
	readonly auditRoot: string;
	readonly writes: readonly TableWrites[];
}

export interface LockRequest {
	readonly table: Table;
	readonly ids: readonly string[];
	readonly mode: 'share' | 'update';
}

/**
 * One write transaction at READ COMMITTED. The order of calls is the lock order (SYNC.md section 4): lockClients,
 * lockAccess, [reads], lockRows, flush, saveEffects, assignNumbers, commitClock; after commitClock nothing but the commit.
 */
export interface AuthorityTx {
	/** FOR UPDATE, in the order of the ids; rows that do not exist are created unbound by the caller through ClockStep. */
	lockClients(groups: readonly string[]): Promise<ReadonlyMap<string, ClientRow>>;
	/** Access rows by subject in order: FOR SHARE, or FOR UPDATE for those in `exclusive`. */
	lockAccess(
		table: Table,
		subjects: readonly string[],
		exclusive: ReadonlySet<string>
	): Promise<ReadonlyMap<string, StoredRow>>;
	/** Without locks. */
	rows(table: Table, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRow>>;
	childrenOf(table: Table, roots: readonly string[]): Promise<readonly StoredRow[]>;
	/** One statement per request, in the order given; answers the versions of the rows that exist. */
	lockRows(
		requests: readonly LockRequest[]
	): Promise<ReadonlyMap<Table, ReadonlyMap<string, RowVersion>>>;
	outcomesById(group: string, ids: readonly number[]): Promise<ReadonlyMap<number, Outcome>>;
	/** For re-offers in another epoch: answered to the same subject only. */
	outcomesByMid(subject: string, mids: readonly string[]): Promise<ReadonlyMap<string, Outcome>>;
	/** Set-based, before the version is known; `v` of the rows is stamped by commitClock. `at` becomes `touchedAt` of every
	 * root that is put or touched. Throws IdTaken. */
	flush(writes: readonly TableWrites[], at: Instant): Promise<void>;
	saveEffects(effects: readonly Effect[]): Promise<void>;
	/** Gives every new numbered row its number, series in order of name. */
	assignNumbers(writes: readonly TableWrites[]): Promise<void>;
	/**
	 * Takes the clocks (telemetry before main), stamps, logs, chains; answers the new positions of both spaces. Throws
	 * StoreUnavailable when another transaction has meanwhile created one of the groups or stored one of the outcomes:
	 * they are unique by (group, id) and by (subject, mid). An outcome that this transaction has read with outcomesByMid
	 * moves to its new group and id.
	 */
	commitClock(step: ClockStep): Promise<Positions>;
}

/** An insert met an existing id: raised by flush, blamed on the one mutation that inserted it. */
export class IdTaken extends Error {
	readonly table: string;
	readonly id: string;
	constructor(table: string, id: string) {
		super(`id taken in ${table}`);
		this.table = table;
		this.id = id;
	}
}

/** Not the mutation's fault: lock time-out, lost connection, serialization failure, shutting down. Never counts as a try. */
export class StoreUnavailable extends Error {}

/** One consistent snapshot (REPEATABLE READ, read only). */
export interface AuthorityReader {
	epoch(): Promise<string>;
	/** Where each space stands in this snapshot. */
	positions(): Promise<Positions>;
	/** The chain value at v, kept for ever; undefined for a version that this history never had. */
	digestAt(space: Space, v: number): Promise<string | undefined>;
	/** Oldest version whose log is still kept. */
	minV(space: Space): Promise<number>;
	rows(table: Table, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRow>>;
	childrenOf(table: Table, roots: readonly string[]): Promise<readonly StoredRow[]>;
	client(group: string): Promise<ClientRow | undefined>;
	/** acked < id and v <= upTo, ascending by id. */
	outcomes(group: string, acked: number, upTo: number): Promise<readonly Outcome[]>;
	/**
	 * Log of a space in (from, to], ascending by v, whose scopes_in or scopes_out meet `scopes`; at most `limit` rows,
	 * whole versions only (at least one version).
	 */
	log(
		space: Space,
		from: number,
		to: number,
		scopes: readonly Scope[],
		limit: number
	): Promise<readonly LoggedChange[]>;
	/**
	 * Roots of a table in page order (order descending, id descending) that meet `scopes`, after the position.
	 */
	roots(
		table: Table,
		scopes: readonly Scope[],
		after: Pick<PagePosition, 'order' | 'id'> | null,
		limit: number
	): Promise<
		readonly (StoredRow & {
			readonly order: number;
			readonly isOpen: boolean;
			readonly touchedAt: Instant;
		})[]
	>;
	countRoots(table: Table, scopes: readonly Scope[]): Promise<number>;
	/** Count and sum of versionFingerprint over the roots of a table that meet `scopes`. */
	auditSum(
		table: Table,
		scopes: readonly Scope[]
	): Promise<{ readonly count: number; readonly sum: number }>;
}

export interface AuthorityStore {
	/** Commits when `work` resolves, rolls everything back when it throws. */
	write<T>(work: (tx: AuthorityTx) => Promise<T>): Promise<T>;
	read<T>(work: (reader: AuthorityReader) => Promise<T>): Promise<T>;
	/**
	 * Quarantine's own short transaction: counts a try of (group, id) before the mutator runs, so that a crash counts;
	 * `clearTries` after an infrastructure error. The group need not exist yet.
	 */
	countTry(group: string, id: number): Promise<number>;
	clearTries(group: string): Promise<void>;
	/** Raises the acknowledged id of a group; outcomes up to it may be dropped later. Never lowers it. */
	acknowledge(group: string, subject: string, acked: number): Promise<void>;
}

/** Everything about the world that is not the database. */
export interface AuthorityWorld {
	now(): Instant;
	/** 16 random bytes as hex, for audit salts. */
	salt(): string;
}

export type { Position };
