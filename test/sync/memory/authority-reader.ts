import {
	scopesMeet,
	versionFingerprint,
	type Scope,
	type Space,
	type Table
} from '#domain/kernel/index.ts';
import type { AuthorityReader, LoggedChange, StoredRow } from '#sync/authority/ports.ts';
import type { Outcome, PagePosition } from '#sync/protocol/index.ts';
import {
	positionsIn,
	type AuthorityState,
	type MemoryOutcome,
	type MemoryRow
} from './authority-state.ts';

/** Reads one state, whatever is committed meanwhile. */
export class MemoryReader implements AuthorityReader {
	readonly #state: AuthorityState;
	readonly #step: (label: string) => Promise<void>;

	constructor(state: AuthorityState, step: (label: string) => Promise<void>) {
		this.#state = state;
		this.#step = step;
	}

	async epoch() {
		await this.#step('read.epoch');
		return this.#state.epoch;
	}

	async positions() {
		await this.#step('read.positions');
		return positionsIn(this.#state);
	}

	async digestAt(space: Space, v: number) {
		await this.#step('read.digestAt');
		return this.#state.digests[space][v];
	}

	async minV(space: Space) {
		await this.#step('read.minV');
		return this.#state.minV[space];
	}

	async rows(table: Table, ids: readonly string[]) {
		await this.#step('read.rows');
		return rowsIn(this.#state, table, ids);
	}

	async childrenOf(table: Table, roots: readonly string[]) {
		await this.#step('read.childrenOf');
		return childrenIn(this.#state, table, new Set(roots));
	}

	async client(group: string) {
		await this.#step('read.client');
		const client = this.#state.clients.get(group);
		const { id = 0, tries = 0 } = this.#state.tries.get(group) ?? {};
		return client && { ...client, tryingId: id, tries };
	}

	async outcomes(group: string, acked: number, upTo: number) {
		await this.#step('read.outcomes');
		return this.#state.outcomes
			.filter((each) => each.group === group && each.id > acked && each.v <= upTo)
			.sort((a, b) => a.id - b.id)
			.map(outcomeOf);
	}

	async log(space: Space, from: number, to: number, scopes: readonly Scope[], limit: number) {
		await this.#step('read.log');
		const wanted = new Set(scopes);
		const found = this.#state.log[space].filter(
			(entry) =>
				entry.v > from &&
				entry.v <= to &&
				(scopesMeet(entry.scopesIn, wanted) || scopesMeet(entry.scopesOut, wanted))
		);
		return wholeVersions(found, limit);
	}

	async roots(
		table: Table,
		scopes: readonly Scope[],
		after: Pick<PagePosition, 'order' | 'id'> | null,
		limit: number
	) {
		await this.#step('read.roots');
		return this.#rootsIn(table, scopes)
			.sort((a, b) => b.order - a.order || (a.row.id < b.row.id ? 1 : -1))
			.filter((root) => !after || isBehind(root, after))
			.slice(0, limit)
			.map((root) => {
				const { order, isOpen, touchedAt } = root;
				return { ...storedOf(root), order, isOpen, touchedAt };
			});
	}

	async countRoots(table: Table, scopes: readonly Scope[]) {
		await this.#step('read.countRoots');
		return this.#rootsIn(table, scopes).length;
	}

	async auditSum(table: Table, scopes: readonly Scope[]) {
		await this.#step('read.auditSum');
		const roots = this.#rootsIn(table, scopes);
		const sum = roots.reduce(
			(total, { row, v }) => (total + versionFingerprint(row.id, v)) % 2 ** 53,
			0
		);
		return { count: roots.length, sum };
	}

	#rootsIn(table: Table, scopes: readonly Scope[]): MemoryRow[] {
		const wanted = new Set(scopes);
		const rows = [...(this.#state.tables[table.name]?.values() ?? [])];
		return rows.filter((root) => scopesMeet(root.scopes, wanted));
	}
}

function isBehind({ order, row }: MemoryRow, after: Pick<PagePosition, 'order' | 'id'>): boolean {
	return order < after.order || (order === after.order && row.id < after.id);
}

function wholeVersions(entries: readonly LoggedChange[], limit: number): readonly LoggedChange[] {
	const next = entries[limit];
	if (!next) return entries;
	const fitting = entries.slice(0, limit).filter((entry) => entry.v < next.v);
	const first = entries[0]?.v;
	return fitting.length > 0 ? fitting : entries.filter((entry) => entry.v === first);
}

export function storedOf({ row, v, cv, born }: MemoryRow): StoredRow {
	return { row, v, cv, born };
}

export function rowsIn(state: AuthorityState, table: Table, ids: readonly string[]) {
	const rows = new Map<string, StoredRow>();
	for (const id of ids) {
		const found = state.tables[table.name]?.get(id);
		if (found) rows.set(id, storedOf(found));
	}
	return rows;
}

export function childrenIn(state: AuthorityState, table: Table, roots: ReadonlySet<string>) {
	const rows = [...(state.tables[table.name]?.values() ?? [])];
	return rows.filter(({ row }) => roots.has(row.root ?? '')).map(storedOf);
}

export function outcomeOf({ group: _, subject: __, ...outcome }: MemoryOutcome): Outcome {
	return outcome;
}
