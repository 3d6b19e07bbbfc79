import type { Holdings } from './holdings.ts';
import type { Memory } from './memory.ts';
import { rowKey, type Op, type OverlayRecord, type QueueRecord, type RowKey } from './records.ts';
import type { Layer } from './replica-tx.ts';
import { runMutation } from './run-mutation.ts';

/**
 * Replays, in queue order, every mutation that looked at or wrote a row of the changed set; what it writes, before or
 * now, joins the set (SYNC.md section 3). `holdings` are the authority's rows as they will be; `queue` is what is left.
 * Answers the overlay records that differ.
 */
export async function rebase(
	memory: Memory,
	holdings: Holdings,
	subject: string,
	queue: readonly (readonly [number, QueueRecord])[],
	changed: ReadonlySet<RowKey>
): Promise<readonly Op[]> {
	const dirty = new Set(changed);
	const layer: Layer = new Map();
	const ops: Op[] = [];
	for (const [id, { mutation }] of queue) {
		const before = memory.overlay.get(id);
		let record = before;
		if (!before || touches(before, dirty)) {
			record = await runMutation(holdings, subject, mutation, layer);
			for (const write of [...(before?.writes ?? []), ...record.writes])
				dirty.add(rowKey(write.table, write.id));
			ops.push({ store: 'overlay', key: id, value: record });
		}
		for (const write of record?.writes ?? []) layer.set(rowKey(write.table, write.id), write);
	}
	return ops;
}

/** The queue's writes, one over the other: the view of a mutation that comes after them all. */
export function layerOf(memory: Memory): Layer {
	const layer: Layer = new Map();
	for (const [id] of memory.queued()) {
		for (const write of memory.overlay.get(id)?.writes ?? [])
			layer.set(rowKey(write.table, write.id), write);
	}
	return layer;
}

function touches(record: OverlayRecord, dirty: ReadonlySet<RowKey>): boolean {
	return (
		record.reads.some((key) => dirty.has(key)) ||
		record.writes.some((write) => dirty.has(rowKey(write.table, write.id)))
	);
}
