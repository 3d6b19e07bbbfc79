import type { Lifecycle } from './lifecycle.ts';
import type { Actor, DomainEvent, Mutator } from './mutator.ts';
import type { JsonObject } from './json.ts';
import type { Query } from './query.ts';
import type { Scope, ScopeKinds } from './scope.ts';
import type { AnyRow, RootTable, Table } from './table.ts';

/** What a reaction calls for: a command to run as the system, or a job for one of the server's queues. */
export type Deed =
	| { readonly mutator: string; readonly args: JsonObject }
	| { readonly queue: string; readonly payload: JsonObject };

/**
 * A cross-module sentence: "when this happened, do that", run on the server after the commit, at least once,
 * idempotent by its key = hash(source mid, reaction name, index), which is the `mid` of a command.
 */
export interface Reaction {
	readonly name: string;
	readonly on: string;
	/** Empty when the event does not concern this reaction. */
	readonly then: (event: DomainEvent) => readonly Deed[];
}

/** Something for the outside world (mail, push, webhook), a row of the mutation's own transaction. */
export interface Effect {
	readonly queue: string;
	/** Names the effect for ever; a second delivery under the same key is dropped. */
	readonly key: string;
	readonly payload: JsonObject;
}

/** How the protocol learns who may do what, without knowing the module that decides it. */
export interface AccessRules {
	/** One row per person, its id is the subject; locked by every push of that person. */
	readonly table: RootTable;
	/** Scopes that the person holds, from the access row. Empty for somebody inactive. */
	readonly scopesOf: (access: AnyRow) => readonly Scope[];
	readonly actorOf: (access: AnyRow) => Actor;
	/** May this person run commands with this permission at all? */
	readonly permits: (actor: Actor, permission: string) => boolean;
	/** Subjects whose access a command changes: their rows are locked exclusively from the start. */
	readonly touchedBy: (mutator: string, args: unknown) => readonly string[];
}

/** Everything the shells need to know about the domain, in one value. */
export interface Registry {
	readonly tables: readonly Table[];
	readonly mutators: readonly Mutator[];
	readonly queries: readonly Query[];
	readonly lifecycles: readonly Lifecycle[];
	readonly reactions: readonly Reaction[];
	readonly scopeKinds: ScopeKinds;
	readonly access: AccessRules;
}

export function tableNamed(registry: Registry, name: string): Table | undefined {
	return registry.tables.find((table) => table.name === name);
}

export function mutatorNamed(registry: Registry, name: string): Mutator | undefined {
	return registry.mutators.find((mutator) => mutator.name === name);
}

export function childTablesOf(registry: Registry, root: string) {
	return registry.tables.filter((table) => table.kind === 'child' && table.of === root);
}
