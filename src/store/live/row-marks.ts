import { rowId, type AnyRow, type Instant } from '#domain/kernel/index.ts';
import type { Memory } from '#sync/replica/index.ts';

/**
 * How a row stands with the server. `saved`: an own change waits on this device, with its place in the outbox.
 * `needs`: an own change was refused or met another's, and the person has not seen to it.
 */
export type RowSync =
	| { readonly kind: 'received' }
	| { readonly kind: 'saved'; readonly since: Instant; readonly id: number }
	| { readonly kind: 'needs'; readonly mids: readonly string[] };

const received: RowSync = { kind: 'received' };

/** Of a root together with its children: an unsent comment makes the ticket unsent. */
export function syncOf(memory: Memory, table: string, id: string): RowSync {
	const mids = needing(memory, table, id);
	if (mids.length > 0) return { kind: 'needs', mids };
	for (const [entry, { mutation, receivedAt }] of memory.queued()) {
		if (receivedAt !== undefined) continue;
		const writes = memory.overlay.get(entry)?.writes ?? [];
		if (writes.some((write) => write.id === id || write.row?.root === id))
			return { kind: 'saved', since: mutation.deviceAt, id: entry };
	}
	return received;
}

/** Ids of the rows of a table that carry an own change which the server has not acknowledged, roots by their children. */
export function unsentIds(memory: Memory, table: string): readonly string[] {
	const ids = new Set<string>();
	for (const [entry, { receivedAt }] of memory.queued()) {
		if (receivedAt !== undefined) continue;
		for (const write of memory.overlay.get(entry)?.writes ?? []) {
			if (write.table === table) ids.add(write.id);
			else if (write.row?.root !== undefined && rootTableOf(memory, write.table) === table)
				ids.add(write.row.root);
		}
	}
	return [...ids];
}

function rootTableOf(memory: Memory, child: string): string | undefined {
	const table = memory.tableOf(child);
	return table?.kind === 'child' ? table.of : undefined;
}

/** Cards name their mutation, not its rows: its arguments do, or the row was to be made by it. */
function needing(memory: Memory, table: string, id: string): readonly string[] {
	return [...memory.outcomes.values()]
		.filter(({ needsPerson }) => needsPerson)
		.filter(
			({ mutation }) => names(mutation.args, id) || rowId(mutation.mid, { name: table }) === id
		)
		.map(({ outcome }) => outcome.mid);
}

function names(value: unknown, id: string): boolean {
	if (typeof value === 'string') return value === id;
	if (Array.isArray(value)) return value.some((item) => names(item, id));
	return (
		typeof value === 'object' && value !== null && Object.values(value).some((v) => names(v, id))
	);
}

export interface RowState {
	readonly row: AnyRow | undefined;
	readonly sync: RowSync;
	/** All children of the row that this person may read are on the device. */
	readonly complete: boolean;
}

export function rowStateOf(memory: Memory, table: string, id: string): RowState {
	return {
		row: memory.visible(table, id) ?? undefined,
		sync: syncOf(memory, table, id),
		complete: memory.isComplete(table, id) || isOwnNew(memory, table, id)
	};
}

/** Made here and not yet received: what hangs on it is here, too. */
function isOwnNew(memory: Memory, table: string, id: string): boolean {
	return memory.overlaid(`${table}/${id}`)?.op === 'insert';
}
