import { childTablesOf, type Registry, type RootTable } from '#domain/kernel/index.ts';
import type { Complete, Put } from '../protocol/index.ts';
import type { AuthorityReader, StoredRow } from './ports.ts';
import type { Viewer } from './visibility.ts';

export interface WholeRoots {
	readonly complete: readonly Complete[];
	/** Children that the viewer may see, by root, in the order of the tables. */
	readonly childrenByRoot: ReadonlyMap<string, readonly Put[]>;
}

/** Readable children of roots of one table, and the entries that call them complete. The roots must be readable. */
export async function readWhole(
	reader: AuthorityReader,
	registry: Registry,
	viewer: Viewer,
	table: RootTable,
	roots: readonly StoredRow[]
): Promise<WholeRoots> {
	const childrenByRoot = new Map<string, Put[]>();
	const audiences = new Map(roots.map(({ row }) => [row.id, viewer.audiencesOf(table, row)]));
	const ids = roots.map(({ row }) => row.id);
	for (const child of childTablesOf(registry, table.name)) {
		if (child.kind !== 'child' || ids.length === 0) continue;
		for (const { row, v } of await reader.childrenOf(child, ids)) {
			const root = row.root as string;
			if (!audiences.get(root)?.has(child.audience(row))) continue;
			const puts = childrenByRoot.get(root) ?? [];
			puts.push({ table: child.name, row, v });
			childrenByRoot.set(root, puts);
		}
	}
	const complete = roots.map(({ row, v }) => ({ table: table.name, id: row.id, v }));
	return { complete, childrenByRoot };
}
