import type { AnyRow, Registry } from '#domain/kernel/index.ts';

/** The authority's rows as a mutation may find them: memory as it stands, or as an answer is about to make it. */
export interface Holdings {
	readonly registry: Registry;
	rowHeld(table: string, id: string): AnyRow | undefined;
	heldChildren(table: string, root: string): ReadonlySet<string>;
	isComplete(table: string, root: string): boolean;
}
