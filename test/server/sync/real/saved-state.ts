import type { AnyRow, Effect, Space, Table } from '#domain/kernel/index.ts';
import { rowColumns } from '#server/sync/columns.ts';
import {
	emptyState,
	type AuthorityState,
	type MemoryRow
} from '#test/sync/memory/authority-state.ts';
import { worldRegistry } from '#test/sync/support/world-registry.ts';

/** All rows of the tables that make up a state, by table, as `json_agg` gives them. */
export type Saved = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const bookTables = [
	'sync_epoch',
	'sync_clock',
	'sync_chain',
	'sync_log',
	'sync_client',
	'sync_try',
	'sync_outcome',
	'sync_effect',
	'number_series',
	'audit_entry',
	'test_job'
];

const orders: Readonly<Record<string, string>> = {
	sync_chain: 'order by v',
	audit_entry: 'order by v, n'
};

export const savedTables = [...worldRegistry.tables.map(({ name }) => name), ...bookTables];

/** One statement, so that all of it is of one moment. */
export const saveStatement = `select json_build_object(${savedTables
	.map(
		(name) =>
			`'${name}', (select coalesce(json_agg(t ${orders[name] ?? ''}), '[]') from "${name}" t)`
	)
	.join(', ')}) as saved`;

/** The state as the checks know it; what only a memory model needs of it stays empty. */
export function stateOf(saved: Saved): AuthorityState {
	const of = (name: string) => (saved[name] ?? []) as never[];
	const epoch = String(saved['sync_epoch']?.[0]?.['epoch']);
	return {
		...emptyState(epoch),
		tables: Object.fromEntries(
			worldRegistry.tables.map((table) => [
				table.name,
				new Map(of(table.name).map((stored) => [(stored as AnyRow).id, memoryRow(table, stored)]))
			])
		),
		digests: { main: chainOf(saved, 'main'), telemetry: chainOf(saved, 'telemetry') },
		outcomes: of('sync_outcome').map((stored) => {
			const { grp, fields, failure, ...rest } = stored as Record<string, unknown>;
			return {
				...rest,
				group: grp,
				...(fields === null ? {} : { fields }),
				...(failure === null ? {} : { failure })
			} as AuthorityState['outcomes'][number];
		}),
		audit: of('audit_entry').map((stored) => {
			const { grp, received_at: receivedAt, ...rest } = stored as Record<string, unknown>;
			return { ...rest, group: grp, receivedAt } as never;
		}),
		effects: new Map(
			(of('test_job') as { queue: string; data: Omit<Effect, 'queue'> }[]).map((job) => [
				job.data.key,
				{ ...job.data, queue: job.queue }
			])
		)
	};
}

function memoryRow(table: Table, stored: Readonly<Record<string, unknown>>): MemoryRow {
	const row = Object.fromEntries(rowColumns(table).map(({ field, name }) => [field, stored[name]]));
	return {
		row: row as AnyRow,
		v: stored['sync_v'] as number,
		cv: (stored['sync_cv'] as number | undefined) ?? 0,
		born: stored['sync_born'] as number,
		scopes: (stored['sync_scopes'] as string[] | undefined) ?? [],
		order: (stored['sync_order'] as number | undefined) ?? 0,
		isOpen: stored['sync_open'] === true,
		touchedAt: (stored['sync_touched_at'] as number | undefined) ?? 0
	};
}

function chainOf(saved: Saved, space: Space): readonly string[] {
	const steps = (saved['sync_chain'] ?? []).filter((step) => step['space'] === space);
	return steps.map((step) => step['digest'] as string);
}
