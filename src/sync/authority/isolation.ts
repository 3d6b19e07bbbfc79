import type { Registry, Table } from '#domain/kernel/index.ts';
import type { Batch } from './batch.ts';
import type { LockRequest, RowVersion } from './ports.ts';

/**
 * SYNC-ISO: mutators read without locks; one pass then locks all that was read or written, tables in the order of the
 * registry and ids sorted, and compares versions. Locking as one reads would deadlock, or serialise everything.
 */

/** What was read has changed meanwhile: roll back and run again. Carries the rows to lock first, if it comes to that. */
export class Stale extends Error {
	readonly lockSet: readonly LockRequest[];
	constructor(lockSet: readonly LockRequest[]) {
		super('rows changed since they were read');
		this.lockSet = lockSet;
	}
}

/** Rows to lock: `update` for every row of a table that the batch writes in, since a lock is never raised later. */
export function lockSetOf(registry: Registry, batch: Batch): readonly LockRequest[] {
	const requests: LockRequest[] = [];
	for (const table of registry.tables) {
		const ids = [...(batch.reads.get(table)?.keys() ?? [])].sort();
		if (ids.length > 0) requests.push({ table, ids, mode: writesIn(batch, table) });
	}
	return requests;
}

function writesIn(batch: Batch, table: Table): LockRequest['mode'] {
	const isWritten = (batch.changes.get(table)?.size ?? 0) > 0 || batch.touched.has(table);
	return isWritten ? 'update' : 'share';
}

/** Throws Stale when a row read is no longer what it was. */
export function assertUnchanged(
	batch: Batch,
	lockSet: readonly LockRequest[],
	versions: ReadonlyMap<Table, ReadonlyMap<string, RowVersion>>
): void {
	for (const [table, reads] of batch.reads) {
		for (const [id, read] of reads) {
			const now = versions.get(table)?.get(id);
			if (read?.v !== now?.v || read?.cv !== now?.cv) throw new Stale(lockSet);
		}
	}
}

/** Throws Stale, with the wider set, when a run that locked first needs more than it locked. */
export function assertCovered(
	registry: Registry,
	lockedFirst: readonly LockRequest[],
	needed: readonly LockRequest[]
): void {
	const covered = needed.every((request) => {
		const held = lockedFirst.find((candidate) => candidate.table === request.table);
		const isStrong = held?.mode === 'update' || request.mode === 'share';
		return held && isStrong && request.ids.every((id) => held.ids.includes(id));
	});
	if (!covered) throw new Stale(unionOf(registry, lockedFirst, needed));
}

function unionOf(
	registry: Registry,
	a: readonly LockRequest[],
	b: readonly LockRequest[]
): readonly LockRequest[] {
	const requests: LockRequest[] = [];
	for (const table of registry.tables) {
		const parts = [...a, ...b].filter((request) => request.table === table);
		if (parts.length === 0) continue;
		const ids = [...new Set(parts.flatMap((part) => part.ids))].sort();
		const mode = parts.some((part) => part.mode === 'update') ? 'update' : 'share';
		requests.push({ table, ids, mode });
	}
	return requests;
}
