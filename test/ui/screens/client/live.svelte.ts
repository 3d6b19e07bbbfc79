import type { AnyRow, ChildTable, Query, RowOf, Sort, Table } from '#domain/kernel/index.ts';
import { rowId } from '#domain/kernel/index.ts';
import { ticket } from '#domain/tickets/index.ts';
import { device } from './device.svelte.ts';
import type { RowSync } from './types.ts';

function compare(sort: Sort<never>) {
	return (one: AnyRow, other: AnyRow) => {
		const [a, b] = [sort.key(one as never), sort.key(other as never)];
		const order = a < b ? -1 : a > b ? 1 : one.id < other.id ? -1 : 1;
		return sort.descending ? -order : order;
	};
}

export class LiveList<Row> {
	readonly #all: () => readonly Row[];

	constructor(query: Query<unknown, Row>, args: () => unknown) {
		const found = $derived.by((): readonly Row[] => {
			void device.revision;
			const { actor } = device;
			if (!actor) return [];
			const keeps = query.where(args(), actor);
			return [...device.store.rows(query.table).values()]
				.filter((row) => query.table.scopes(row).some((scope) => actor.scopes.has(scope)))
				.filter((row) => keeps(row as Row))
				.toSorted(compare(query.sort(args()) as Sort<never>)) as Row[];
		});
		this.#all = () => found;
	}

	get total(): number {
		return this.#all().length;
	}
	get ready(): boolean {
		return device.loaded;
	}
	get revision(): number {
		return device.revision;
	}
	get first(): readonly Row[] {
		return this.#all().slice(0, 100);
	}
	async rows(from: number, to: number): Promise<readonly Row[]> {
		return this.#all().slice(from, to);
	}
}

const touches = (id: string) =>
	device.entries.find(
		({ args, mid, state }) =>
			state === 'waiting' &&
			((args as { ticket?: string }).ticket === id || rowId(mid, ticket) === id)
	);

export class LiveRow<Row> {
	readonly #table: Table;
	readonly #id: () => string;
	fetching = $state(false);

	constructor(table: Table, id: () => string) {
		this.#table = table;
		this.#id = id;
	}
	get row(): Row | undefined {
		void device.revision;
		return device.row(this.#table, this.#id()) as Row | undefined;
	}
	get state(): 'loading' | 'here' | 'not_here' {
		return !device.loaded ? 'loading' : this.row ? 'here' : 'not_here';
	}
	get sync(): RowSync {
		const entry = touches(this.#id());
		return entry
			? { kind: 'saved', since: entry.deviceAt, id: entry.id }
			: { kind: 'received' };
	}
	fetch(): void {
		this.fetching = true;
	}
}

export class LiveChildren<Row> {
	readonly #table: ChildTable;
	readonly #root: () => string;
	readonly complete = true;

	constructor(table: ChildTable, root: () => string) {
		this.#table = table;
		this.#root = root;
	}
	get rows(): readonly Row[] {
		void device.revision;
		return device.store.childrenOf(this.#table, this.#root()) as readonly Row[];
	}
	unsent(id: string): boolean {
		return device.entries.some(({ mid }) => {
			const labels = ['', 'create', 'resolve', 'start', 'reopen', 'confirm', 'pend', 'assign'];
			return labels.some((label) => rowId(mid, this.#table, label) === id);
		});
	}
}

export function liveList<Args, Row>(query: Query<Args, Row>, args: () => Args): LiveList<Row> {
	return new LiveList<Row>(query as Query<unknown, Row>, args);
}
export function liveRow<T extends Table>(table: T, id: () => string): LiveRow<RowOf<T>> {
	return new LiveRow<RowOf<T>>(table, id);
}
export function liveChildren<T extends ChildTable>(
	table: T,
	root: () => string
): LiveChildren<RowOf<T>> {
	return new LiveChildren<RowOf<T>>(table, root);
}
