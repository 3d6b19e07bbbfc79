import * as v from 'valibot';
import {
	absent,
	applied,
	notHere,
	rejected,
	rowId,
	type Actor,
	type AnyRow,
	type ChildTable,
	type Context,
	type DomainEvent,
	type Found,
	type Instant,
	type Mutator,
	type RowOf,
	type Table,
	type Verdict,
	type WriteTx
} from '#domain/kernel/index.ts';
import { SYSTEM } from '#domain/identity/index.ts';
import { registry } from '#domain/registry.ts';
import { rootTableOf, seesEverything, viewerOf, type Viewer } from '#sync/authority/visibility.ts';

type Rows = Map<string, AnyRow>;

/** All rows of a tiny database, by table and id. */
export class MemoryStore {
	readonly tables = new Map<string, Rows>();

	rows(table: { readonly name: string }): Rows {
		const rows = this.tables.get(table.name) ?? new Map<string, AnyRow>();
		this.tables.set(table.name, rows);
		return rows;
	}

	all<T extends Table>(table: T): RowOf<T>[] {
		return [...this.rows(table).values()] as unknown as RowOf<T>[];
	}

	/** The row; fails loudly where there is none. */
	row<T extends Table>(table: T, id: string): RowOf<T> {
		const row = this.rows(table).get(id);
		if (!row) throw new Error(`No row ${table.name}/${id}`);
		return row as unknown as RowOf<T>;
	}

	childrenOf<T extends ChildTable>(table: T, root: string): RowOf<T>[] {
		return this.all(table).filter((row) => (row as AnyRow).root === root);
	}

	/** A store that goes its own way from here; rows are never changed in place. */
	copy(): MemoryStore {
		const copy = new MemoryStore();
		for (const [name, rows] of this.tables) copy.tables.set(name, new Map(rows));
		return copy;
	}

	/** Everything as plain data, to compare two stores; a table that was only looked into says nothing. */
	dump(): unknown {
		return [...this.tables]
			.filter(([, rows]) => rows.size > 0)
			.map(([name, rows]) => [name, [...rows].sort(([a], [b]) => (a < b ? -1 : 1))])
			.sort();
	}
}

class IdTaken extends Error {}

interface Write {
	readonly table: Table;
	readonly row: AnyRow | null;
}

/**
 * A write transaction over the store as SYNC.md asks for: own writes are seen, a taken id rejects, updates need a row
 * that was read, rows are validated, a child keeps its root and its audience. What the viewer may not see is answered like
 * what does not exist, as at the server. `isHere` makes it a replica.
 */
export class MemoryTx implements WriteTx {
	readonly #store: MemoryStore;
	readonly #isHere: (table: Table, id: string) => boolean;
	readonly #writes = new Map<string, Write>();
	readonly #seen = new Set<string>();
	readonly #viewer: Viewer;

	constructor(
		store: MemoryStore,
		viewer: Viewer,
		isHere: (table: Table, id: string) => boolean = () => true
	) {
		this.#store = store;
		this.#viewer = viewer;
		this.#isHere = isHere;
	}

	/** By the root as it was before the command; own writes are seen in any case. */
	#isSeen(table: Table, row: AnyRow): boolean {
		if (this.#writes.has(`${table.name}/${row.id}`)) return true;
		if (table.kind === 'root') return this.#viewer.seesRoot(table, row);
		const rootTable = rootTableOf(registry, table);
		const root = this.#store.rows(rootTable).get(row.root ?? '');
		return root ? this.#viewer.audiencesOf(rootTable, root).has(table.audience(row)) : false;
	}

	#current(table: Table, id: string): AnyRow | undefined {
		const written = this.#writes.get(`${table.name}/${id}`);
		return written ? (written.row ?? undefined) : this.#store.rows(table).get(id);
	}

	get<T extends Table>(table: T, id: string): Promise<Found<RowOf<T>>> {
		if (!this.#isHere(table, id)) return Promise.resolve(notHere);
		this.#seen.add(`${table.name}/${id}`);
		const row = this.#current(table, id);
		const isSeen = row && this.#isSeen(table, row);
		return Promise.resolve(isSeen ? (row as unknown as RowOf<T>) : absent);
	}

	children<T extends ChildTable>(table: T, root: string): Promise<readonly RowOf<T>[]> {
		const ids = new Set(this.#store.rows(table).keys());
		for (const { table: written, row } of this.#writes.values()) {
			if (written.name === table.name && row) ids.add(row.id);
		}
		const rows = [...ids]
			.map((id) => this.#current(table, id))
			.filter((row) => row?.root === root && this.#isSeen(table, row));
		for (const row of rows) this.#seen.add(`${table.name}/${row?.id ?? ''}`);
		return Promise.resolve(rows as unknown as RowOf<T>[]);
	}

	insert<T extends Table>(table: T, row: RowOf<T>): Promise<void> {
		const plain = v.parse(table.schema, row);
		if (this.#current(table, plain.id)) throw new IdTaken();
		this.#seen.add(`${table.name}/${plain.id}`);
		this.#writes.set(`${table.name}/${plain.id}`, { table, row: plain });
		return Promise.resolve();
	}

	update<T extends Table>(table: T, id: string, patch: Partial<RowOf<T>>): Promise<void> {
		const row = this.#current(table, id);
		if (!row || !this.#seen.has(`${table.name}/${id}`))
			throw new Error(`Not read: ${table.name}/${id}`);
		const next = v.parse(table.schema, { ...row, ...patch });
		if (table.kind === 'child') {
			const moved = next.root !== row.root || table.audience(next) !== table.audience(row);
			if (moved) throw new Error(`A child changed its root or audience: ${table.name}/${id}`);
		}
		this.#writes.set(`${table.name}/${id}`, { table, row: next });
		return Promise.resolve();
	}

	remove<T extends ChildTable>(table: T, id: string): Promise<void> {
		this.#writes.set(`${table.name}/${id}`, { table, row: null });
		return Promise.resolve();
	}

	/** Puts the buffered writes into the store. */
	commit(): void {
		for (const [key, { table, row }] of this.#writes) {
			const id = key.slice(table.name.length + 1);
			if (row) this.#store.rows(table).set(id, row);
			else this.#store.rows(table).delete(id);
		}
	}
}

export interface Command {
	readonly mutator: Mutator;
	readonly args: unknown;
	readonly actor: Actor;
	readonly mid: string;
	readonly at: Instant;
	readonly base?: Readonly<Record<string, string>>;
	readonly isHere?: (table: Table, id: string) => boolean;
}

export interface Ran {
	readonly verdict: Verdict;
	readonly events: readonly DomainEvent[];
}

/** Runs one command as a server would, authorisation aside: validates, runs, commits unless rejected. */
export async function runCommand(store: MemoryStore, command: Command): Promise<Ran> {
	const { mutator, actor, mid, at } = command;
	const parsed = v.safeParse(mutator.args, command.args);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		return { verdict: rejected('invalid', v.getDotPath(issue) ?? undefined), events: [] };
	}
	const events: DomainEvent[] = [];
	const ctx: Context = {
		actor,
		mid,
		now: at,
		claimedAt: at,
		tz: 'Europe/Berlin',
		base: command.base ?? {},
		newId: (table, label) => rowId(mid, table, label),
		emit: (event) => events.push(event)
	};
	const viewer = actor.subject === SYSTEM ? seesEverything : viewerOf(registry, actor.scopes);
	const tx = new MemoryTx(store, viewer, command.isHere);
	try {
		const verdict = (await mutator.run({ tx, ctx, args: parsed.output })) ?? applied;
		if (verdict.kind === 'rejected') return { verdict, events: [] };
		tx.commit();
		return { verdict, events };
	} catch (error) {
		if (error instanceof IdTaken) return { verdict: rejected('id_taken'), events: [] };
		throw error;
	}
}
