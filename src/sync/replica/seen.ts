import type { Memory } from './memory.ts';
import { rowKey, type Op, type RowKey, type Seen } from './records.ts';

type Carrier = { readonly seen?: Seen };

/** The changes of an answer, with what was seen of rows that leave taken out of queue and outcomes as well. */
export function withoutSeen(
	memory: Memory,
	left: ReadonlySet<RowKey>,
	ops: readonly Op[]
): readonly Op[] {
	if (left.size === 0) return ops;
	const isLost = ({ seen }: Carrier) => seen !== undefined && left.has(rowKey(seen.table, seen.id));
	// One change per record: those that the answer changes anyway are stripped where they are.
	const changed = new Set(ops.map(({ store, key }) => `${store} ${key}`));
	const stale = [
		...[...memory.queue].filter(([, record]) => isLost(record)).map(recordIn('queue')),
		...[...memory.outcomes].filter(([, record]) => isLost(record)).map(recordIn('outcome'))
	].filter(({ store, key }) => !changed.has(`${store} ${key}`));
	return [...ops, ...stale].map((op) => {
		const isCarrier = (op.store === 'queue' || op.store === 'outcome') && op.value !== undefined;
		return isCarrier && isLost(op.value as Carrier)
			? { ...op, value: bare(op.value as Carrier) }
			: op;
	});
}

const recordIn =
	(store: 'queue' | 'outcome') =>
	([key, value]: readonly [string | number, Carrier]): Op => ({ store, key, value });

function bare({ seen: _, ...record }: Carrier): Carrier {
	return record;
}
