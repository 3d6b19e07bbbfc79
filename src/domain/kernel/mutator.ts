import type * as v from 'valibot';
import type { Verdict } from './failure.ts';
import type { JsonObject } from './json.ts';
import type { Scope } from './scope.ts';
import type { Instant } from './time.ts';
import type { WriteTx } from './tx.ts';

/** Who acts, as the side that runs the mutator knows it: the replica from its own access row, the server from its. */
export interface Actor {
	readonly subject: string;
	readonly name: string;
	readonly roles: readonly string[];
	readonly teams: readonly string[];
	readonly scopes: ReadonlySet<Scope>;
}

/**
 * Everything about a run that is not a row. All of it is fixed by the mutation, so that a replay gives the same rows;
 * the server only bounds `now`.
 */
export interface Context {
	readonly actor: Actor;
	readonly now: Instant;
	/** What the device claimed, kept beside `now` as evidence; never used to order. */
	readonly claimedAt: Instant;
	/** IANA zone of the device when it acted. */
	readonly tz: string;
	readonly mid: string;
	/** Id of a new row of `table`: a hash of (mid, table, label). The label comes from the arguments, never from a counter. */
	newId(table: { readonly name: string }, label?: string): string;
	/** Field -> hash (`valueHash`) of the value that the person saw when changing it. */
	readonly base: Readonly<Record<string, string>>;
	/** Says what happened, in the past tense, for reactions and effects. On a replica nothing comes of it. */
	emit(event: DomainEvent): void;
}

/** A fact for reactions and effects: `name` in the past tense (`tickets.created`), ids and codes only. */
export interface DomainEvent {
	readonly name: string;
	readonly table: string;
	readonly id: string;
	readonly facts?: JsonObject;
}

export interface Mutator<Args = unknown> {
	readonly name: string;
	readonly args: v.GenericSchema<unknown, Args>;
	/** Needed to run at all; what it allows on which row is decided inside, by the same table (identity). */
	readonly permission: string;
	run(input: { tx: WriteTx; ctx: Context; args: Args }): Promise<Verdict | void>;
}

/**
 * Declares a write. `name` is `module.verb` and is the wire name, the audit verb, the palette entry and the path under
 * /api/commands.
 */
export function defineMutator<
	const Name extends string,
	Schema extends v.GenericSchema
>(declaration: {
	name: Name;
	args: Schema;
	permission: string;
	run: (input: {
		tx: WriteTx;
		ctx: Context;
		args: v.InferOutput<Schema>;
	}) => Promise<Verdict | void>;
}): Mutator<v.InferOutput<Schema>> & { readonly name: Name } {
	return declaration as unknown as Mutator<v.InferOutput<Schema>> & { readonly name: Name };
}
