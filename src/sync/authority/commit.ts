import {
	canonicalJson,
	type AnyRow,
	type Effect,
	type Instant,
	type Registry,
	type RootTable,
	type Space,
	type Table
} from '#domain/kernel/index.ts';
import type { Mutation, Positions } from '../protocol/index.ts';
import type { Batch, Change } from './batch.ts';
import { auditLeaf, merkleRoot } from './chain.ts';
import { isModest } from './mutation.ts';
import type {
	AuditEntry,
	AuthorityTx,
	AuthorityWorld,
	ClientRow,
	LogEntry,
	RowPut,
	StoredOutcome,
	TableWrites
} from './ports.ts';
import { rootTableOf } from './visibility.ts';

/** What a batch comes to, ready for the last statements of its transaction. */
export interface Settled {
	readonly batch: Batch;
	readonly outcomes: readonly StoredOutcome[];
	readonly clients: readonly ClientRow[];
	readonly audit: readonly AuditEntry[];
	readonly effects: readonly Effect[];
	readonly at: Instant;
}

/** Puts, effects, numbers, clock, in the order of the locks; after it nothing but the commit (SYNC-CLOCK). */
export async function commitBatch(
	tx: AuthorityTx,
	registry: Registry,
	settled: Settled
): Promise<Positions> {
	const { batch, outcomes, clients, audit } = settled;
	const writes = writesOf(registry, batch);
	const effects = [...settled.effects].sort((a, b) => (a.key < b.key ? -1 : 1));
	if (writes.length > 0) await tx.flush(writes, settled.at);
	if (effects.length > 0) await tx.saveEffects(effects);
	if (writes.some(({ puts }) => puts.some((put) => put.series !== undefined))) {
		await tx.assignNumbers(writes);
	}
	return tx.commitClock({
		spaces: spacesOf(writes),
		log: await logOf(registry, batch),
		outcomes,
		clients,
		audit,
		auditRoot: merkleRoot(audit.map((entry) => entry.leaf)),
		writes
	});
}

/** Main always: outcomes live there. */
function spacesOf(writes: readonly TableWrites[]): readonly Space[] {
	return writes.some(({ table }) => table.space === 'telemetry') ? ['telemetry', 'main'] : ['main'];
}

function writesOf(registry: Registry, batch: Batch): readonly TableWrites[] {
	return registry.tables.flatMap((table) => {
		const changes = changesIn(batch, table);
		const touches = [...(batch.touched.get(table) ?? [])].sort();
		if (changes.length === 0 && touches.length === 0) return [];
		const puts = changes.flatMap(([, { row, isNew }]) => (row ? [putOf(table, row, isNew)] : []));
		const removes = changes.filter(([, change]) => !change.row).map(([id]) => id);
		return [{ table, puts, removes, touches }];
	});
}

function changesIn(batch: Batch, table: Table): readonly (readonly [string, Change])[] {
	return [...(batch.changes.get(table) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
}

function putOf(table: Table, row: AnyRow, isNew: boolean): RowPut {
	if (table.kind === 'child') return { row, isNew, scopes: [], order: 0, isOpen: false };
	return {
		row,
		isNew,
		scopes: table.scopes(row),
		order: table.order(row),
		isOpen: table.isOpen(row),
		...(isNew && table.series ? { series: table.series(row) } : {})
	};
}

async function logOf(registry: Registry, batch: Batch): Promise<readonly LogEntry[]> {
	const entries: LogEntry[] = [];
	for (const table of registry.tables) {
		for (const [id, { row }] of changesIn(batch, table)) {
			entries.push(await entryOf(registry, batch, table, id, row));
		}
	}
	return entries;
}

async function entryOf(
	registry: Registry,
	batch: Batch,
	table: Table,
	id: string,
	row: AnyRow | null
): Promise<LogEntry> {
	const { space, name } = table;
	const before = batch.before(table, id)?.row;
	if (table.kind === 'root') {
		if (!row) throw new Error(`${name}: a root is never removed`);
		return { space, table: name, id, op: 'put', ...rootScopes(table, row, before) };
	}
	const known = row ?? before;
	if (!known) throw new Error(`${name}: removed without reading`);
	const rootTable = rootTableOf(registry, table);
	const root = await batch.current(rootTable, known.root as string);
	return {
		space,
		table: name,
		id,
		root: known.root as string,
		audience: table.audience(known),
		op: row ? 'put' : 'del',
		scopesIn: root ? rootTable.scopes(root) : [],
		scopesOut: []
	};
}

function rootScopes(table: RootTable, row: AnyRow, before: AnyRow | undefined) {
	const scopesIn = table.scopes(row);
	const scopesOut = before ? table.scopes(before).filter((scope) => !scopesIn.includes(scope)) : [];
	return { scopesIn, scopesOut };
}

/** Skew of a device's clock above which the entry says so, in milliseconds. */
const SKEW = 2 * 60 * 1000;

/** The audit entry of one mutation, hashed before the clock is taken. */
export function auditOf(
	world: AuthorityWorld,
	who: { readonly subject: string; readonly group: string; readonly received: Instant },
	mutation: Mutation,
	verdict: { readonly kind: string; readonly at: Instant; readonly changed: readonly string[] }
): AuditEntry {
	const entry = {
		mid: mutation.mid,
		subject: who.subject,
		verb: mutation.name,
		verdict: verdict.kind,
		at: verdict.at,
		receivedAt: who.received,
		group: who.group,
		payload: canonicalJson({
			// What is out of bounds is told by its verdict; its content is not worth keeping.
			args: isModest(mutation.args) ? mutation.args : null,
			base: mutation.base,
			deviceAt: mutation.deviceAt,
			tz: mutation.tz,
			bulk: mutation.bulk,
			skewed: Math.abs(mutation.deviceAt - verdict.at) > SKEW,
			changed: verdict.changed
		}),
		salt: world.salt()
	};
	return { ...entry, leaf: auditLeaf(entry) };
}
