import type { Registry, RootTable, Scope, Space, Table } from '#domain/kernel/index.ts';
import { PULL_ROWS, type Complete, type Del, type Put } from '../protocol/index.ts';
import { readWhole } from './complete.ts';
import type { AuthorityReader, LoggedChange, StoredRow } from './ports.ts';
import { rootTableOf, type Viewer } from './visibility.ts';

/** What a reader has to learn about one space between two versions. */
export interface SpaceChanges {
	readonly puts: readonly Put[];
	readonly dels: readonly Del[];
	readonly complete: readonly Complete[];
	/** Up to where it goes; below `to` when there was too much for one answer. */
	readonly cut: number;
}

interface Window {
	readonly space: Space;
	readonly from: number;
	readonly to: number;
	readonly scopes: readonly Scope[];
}

/**
 * The log names the rows; each is answered by its state in the snapshot, judged exactly. The scopes of log entries only
 * preselect.
 */
export async function readChanges(
	reader: AuthorityReader,
	registry: Registry,
	viewer: Viewer,
	window: Window
): Promise<SpaceChanges> {
	const { entries, cut } = await readWindow(reader, window);
	const changes = new Changes(reader, registry, viewer, window, entries);
	for (const table of registry.tables) {
		if (table.kind === 'root' && table.space === window.space) await changes.addRoots(table);
	}
	for (const table of registry.tables) {
		if (table.kind === 'child' && table.space === window.space) await changes.addChildren(table);
	}
	return { ...changes.collected(), cut };
}

/** Whole versions only: a transaction is seen whole or not yet. */
async function readWindow(reader: AuthorityReader, { space, from, to, scopes }: Window) {
	const entries: LoggedChange[] = [];
	if (scopes.length === 0) return { entries, cut: to };
	let cut = from;
	while (entries.length < PULL_ROWS) {
		const room = PULL_ROWS - entries.length;
		const more = await reader.log(space, cut, to, scopes, room);
		const last = more.at(-1);
		if (!last) return { entries, cut: to };
		entries.push(...more);
		cut = last.v;
	}
	return { entries, cut };
}

class Changes {
	readonly #reader: AuthorityReader;
	readonly #registry: Registry;
	readonly #viewer: Viewer;
	readonly #window: Window;
	/** Per table, the last entry of each row. */
	readonly #latest = new Map<string, Map<string, LoggedChange>>();
	/** `table/id` of roots that left some of the reader's scopes, whether or not they came back. */
	readonly #left = new Set<string>();
	/** `table/id` of roots under which something was written. */
	readonly #written = new Set<string>();
	readonly #puts = new Map<string, Put>();
	readonly #dels: Del[] = [];
	readonly #complete: Complete[] = [];

	constructor(
		reader: AuthorityReader,
		registry: Registry,
		viewer: Viewer,
		window: Window,
		entries: readonly LoggedChange[]
	) {
		this.#reader = reader;
		this.#registry = registry;
		this.#viewer = viewer;
		this.#window = window;
		const tables = new Map(registry.tables.map((table) => [table.name, table]));
		for (const entry of entries) this.#note(entry, tables.get(entry.table));
	}

	async addRoots(table: RootTable): Promise<void> {
		const latest = this.#latest.get(table.name);
		if (!latest) return;
		const rows = await this.#reader.rows(table, [...latest.keys()]);
		const whole: StoredRow[] = [];
		for (const [id, entry] of latest) {
			const stored = rows.get(id);
			if (stored && this.#viewer.seesRoot(table, stored.row)) {
				this.#put(table, stored);
				if (this.#goesWhole(table, stored)) whole.push(stored);
			} else {
				// The version of the last change that concerned the reader; what came later is none of their business.
				this.#dels.push({ table: table.name, id, v: entry.v });
			}
		}
		await this.#addWhole(table, whole);
	}

	async addChildren(table: Table & { kind: 'child' }): Promise<void> {
		const latest = this.#latest.get(table.name);
		if (!latest) return;
		const rootTable = rootTableOf(this.#registry, table);
		const rows = await this.#reader.rows(table, [...latest.keys()]);
		const roots = await this.#reader.rows(rootTable, [
			...new Set([...latest.values()].flatMap(({ root }) => root ?? []))
		]);
		for (const [id, { root = '', audience, v }] of latest) {
			const parent = roots.get(root);
			// Without its root a child is not there at all: the root's own del takes it along.
			if (!parent || !audience) continue;
			if (!this.#viewer.audiencesOf(rootTable, parent.row).has(audience)) continue;
			const stored = rows.get(id);
			if (stored) this.#put(table, stored);
			else this.#dels.push({ table: table.name, id, root, v });
		}
	}

	collected() {
		return { puts: [...this.#puts.values()], dels: this.#dels, complete: this.#complete };
	}

	#note(entry: LoggedChange, table: Table | undefined): void {
		if (!table) return;
		const latest = this.#latest.get(entry.table) ?? new Map<string, LoggedChange>();
		this.#latest.set(entry.table, latest.set(entry.id, entry));
		if (table.kind === 'child') this.#written.add(`${table.of}/${entry.root}`);
		else if (entry.scopesOut.some((scope) => this.#window.scopes.includes(scope))) {
			this.#left.add(`${table.name}/${entry.id}`);
		}
	}

	/**
	 * A root made since the cookie arrives with its children. So does one that was out of sight for a while: what was
	 * written under it meanwhile carries none of the reader's scopes in the log.
	 */
	#goesWhole(table: RootTable, { row, born }: StoredRow): boolean {
		const key = `${table.name}/${row.id}`;
		if (this.#left.has(key)) return true;
		return born > this.#window.from && (table.isOpen(row) || this.#written.has(key));
	}

	async #addWhole(table: RootTable, roots: readonly StoredRow[]): Promise<void> {
		const { complete, childrenByRoot } = await readWhole(
			this.#reader,
			this.#registry,
			this.#viewer,
			table,
			roots
		);
		this.#complete.push(...complete);
		for (const put of [...childrenByRoot.values()].flat()) {
			this.#puts.set(`${put.table}/${put.row.id}`, put);
		}
	}

	#put(table: Table, { row, v }: StoredRow): void {
		this.#puts.set(`${table.name}/${row.id}`, { table: table.name, row, v });
	}
}
