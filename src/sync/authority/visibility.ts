import {
	readableAudiences,
	scopesMeet,
	type AnyRow,
	type Audience,
	type ChildTable,
	type Registry,
	type RootTable,
	type Scope
} from '#domain/kernel/index.ts';

/**
 * What one reader may see, decided in one place for pushes, pulls, pages and details: a root where its scopes meet the
 * reader's; a child by the classes that the meeting scopes of its root read.
 */
export interface Viewer {
	seesRoot(table: RootTable, row: AnyRow): boolean;
	/** Classes of the root's children; empty for a root that the reader may not see. */
	audiencesOf(table: RootTable, row: AnyRow): ReadonlySet<Audience>;
}

export function viewerOf(registry: Registry, held: ReadonlySet<Scope>): Viewer {
	return {
		seesRoot: (table, row) => scopesMeet(table.scopes(row), held),
		audiencesOf: (table, row) =>
			new Set(readableAudiences(table.scopes(row), held, registry.scopeKinds))
	};
}

const ALL_AUDIENCES: ReadonlySet<Audience> = new Set<Audience>(['public', 'internal']);

/** The system itself: reactions and the seed. */
export const seesEverything: Viewer = {
	seesRoot: () => true,
	audiencesOf: () => ALL_AUDIENCES
};

/** The root table on which a child table hangs. */
export function rootTableOf(registry: Registry, child: ChildTable): RootTable {
	const table = registry.tables.find((candidate) => candidate.name === child.of);
	if (table?.kind !== 'root') throw new Error(`${child.name} hangs on no root table`);
	return table;
}

export function rootTables(registry: Registry): readonly RootTable[] {
	return registry.tables.filter((table) => table.kind === 'root');
}
