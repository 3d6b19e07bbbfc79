import { derivedId, type AnyRow } from '#domain/kernel/index.ts';
import type {
	AuthorityStore,
	AuthorityTx,
	ClientRow,
	ClockStep,
	RowPut,
	StoredOutcome,
	TableWrites
} from '#sync/authority/ports.ts';
import type { Positions } from '#sync/protocol/index.ts';
import { docs } from '../support/world-registry.ts';

export const AT = Date.UTC(2026, 0, 5);
export const GROUP = derivedId('group');

export function docPut(id: string, extra: Record<string, unknown> = {}, isNew = true): RowPut {
	const row = {
		id,
		number: null,
		owner: 'joe',
		team: null,
		desk: true,
		title: 'doc',
		body: '',
		state: 'open',
		count: 0,
		parts: 0,
		mergedInto: null,
		createdAt: AT,
		...extra
	} as AnyRow;
	return { row, isNew, scopes: docs.scopes(row), order: docs.order(row), isOpen: docs.isOpen(row) };
}

export function notePut(id: string, root: string, isNew = true): RowPut {
	const row = { id, root, author: 'joe', text: 'note', audience: 'public' };
	return { row, isNew, scopes: [], order: 0, isOpen: false };
}

export function writesTo(table: TableWrites['table'], part: Partial<TableWrites>): TableWrites {
	return { table, puts: [], removes: [], touches: [], ...part };
}

export function stepOf(part: Partial<ClockStep> = {}): ClockStep {
	return {
		spaces: ['main'],
		log: [],
		outcomes: [],
		clients: [],
		audit: [],
		auditRoot: '',
		writes: [],
		...part
	};
}

export function clientRow(part: Partial<ClientRow> = {}): ClientRow {
	return {
		group: GROUP,
		subject: 'joe',
		last: 1,
		lastNow: AT,
		acked: 0,
		tryingId: 0,
		tries: 0,
		...part
	};
}

export function outcome(id: number, part: Partial<StoredOutcome> = {}): StoredOutcome {
	const mid = derivedId('mid', String(id));
	return { id, mid, kind: 'applied', group: GROUP, subject: 'joe', ...part };
}

export async function writeRows(
	store: AuthorityStore,
	writes: readonly TableWrites[],
	step: Partial<ClockStep> = {}
): Promise<Positions> {
	return store.write(async (tx) => {
		await tx.flush(writes, AT);
		await tx.assignNumbers(writes);
		return tx.commitClock(stepOf({ writes, ...step }));
	});
}

/** A promise that a test settles when it is time. */
export function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
}

/** Runs a transaction up to a point inside `work`, where it waits until `finish` is called. */
export async function paused<T>(store: AuthorityStore, work: (tx: AuthorityTx) => Promise<T>) {
	const [reached, going] = [gate(), gate()];
	const done = store.write(async (tx) => {
		try {
			const result = await work(tx);
			reached.open();
			await going.opened;
			return result;
		} finally {
			reached.open();
		}
	});
	await reached.opened;
	return {
		finish: async () => {
			going.open();
			return done;
		}
	};
}
