import { untrack } from 'svelte';
import type { AnyRow, ChildTable, Query, RowOf, Table } from '#domain/kernel/index.ts';
import type { ListUpdate, RecordState, RowSync } from '#store/index.ts';
import { link } from './link.ts';

/** Rows of the first window, unless a view asks for another size: the first page of a virtual list. */
const WINDOW = 100;
const nothing = { total: 0, first: [], ready: false, unsent: [] };

/** A list as it once stood. Close it when it is read. */
export interface FrozenList<Row> {
	readonly total: number;
	readonly rows: (from: number, to: number) => Promise<readonly Row[]>;
	readonly close: () => void;
}

/** A list that keeps itself up to date for as long as the component lives. */
export class LiveList<Row> {
	/** Rows in all. */
	total = $state(0);
	/** False until the list is known in full; the rows of the last visit may be there before. */
	ready = $state(false);
	/** Changes with every change to a row of the list, or to its mark. */
	revision = $state(0);
	/** The first rows. */
	first = $state.raw<readonly Row[]>([]);
	/** Headings of a grouped list, each with its number of rows. */
	groups = $state.raw<NonNullable<ListUpdate['groups']>>([]);
	#unsent = $state.raw<readonly string[]>([]);
	#id: number | undefined;
	/** The arguments, as text, that the rows at hand belong to. */
	#shown: string | undefined;
	readonly #isCurrent: () => boolean;
	#waiting: (() => void)[] = [];

	constructor(query: string, args: () => unknown, size: number) {
		// By content: an equal object made anew is no other list.
		const wanted = $derived(JSON.stringify($state.snapshot(args())));
		$effect(() => {
			const watch = { query, args: JSON.parse(wanted) as unknown, size };
			const shown = wanted;
			const id = link.watchList(
				watch,
				(update) => this.#take(update, shown),
				() => this.#take(nothing, shown)
			);
			this.#id = id;
			return () => link.close(id);
		});
		this.#isCurrent = () => untrack(() => wanted) === this.#shown;
	}

	/**
	 * Rows `from` up to but without `to`, of the arguments as they are now; fewer when the list has become shorter. The
	 * first window is here already and costs no way to the worker, which answers only when it has read everything.
	 */
	async rows(from: number, to: number): Promise<readonly Row[]> {
		if (!this.#isCurrent()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
		const { first, total } = untrack(() => ({ first: this.first, total: this.total }));
		const isHere = to <= first.length || total <= first.length;
		if (isHere || this.#id === undefined) return first.slice(from, to);
		return link.rows(this.#id, from, to) as Promise<readonly Row[]>;
	}

	/** All rows as they stand now, to be read piece by piece whatever happens to the list meanwhile. */
	async frozen(): Promise<FrozenList<Row>> {
		const list = this.#id;
		if (list === undefined || !this.#isCurrent())
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		const { id, total } = await link.freeze(this.#id ?? 0);
		return {
			total,
			rows: (from, to) => link.rows(id, from, to) as Promise<readonly Row[]>,
			close: () => link.close(id)
		};
	}

	#take(update: Omit<ListUpdate, 'id' | 'revision'>, shown: string): void {
		this.#shown = shown;
		for (const resolve of this.#waiting.splice(0)) resolve();
		this.total = update.total;
		this.first = update.first as readonly Row[];
		this.ready = update.ready;
		this.groups = update.groups ?? [];
		this.#unsent = update.unsent;
		this.revision += 1;
	}

	/** Does the row, or something that hangs on it, carry an own change that the server has not acknowledged? */
	unsent(id: string): boolean {
		return this.#unsent.includes(id);
	}
}

/** Create during component initialisation. `args` is read reactively. */
export function liveList<Args, Row>(
	query: Query<Args, Row>,
	args: () => Args,
	options: { readonly size?: number } = {}
): LiveList<Row> {
	return new LiveList<Row>(query.name, args, options.size ?? WINDOW);
}

/** One record. `not_here`: it is not on this device; `fetch` asks the server for what hangs on it. */
export class LiveRow<Row> {
	row = $state.raw<Row | undefined>(undefined);
	state = $state<'loading' | 'here' | 'not_here'>('loading');
	sync = $state.raw<RowSync>({ kind: 'received' });
	fetching = $state(false);
	readonly #table: string;
	readonly #id: () => string;

	constructor(table: string, id: () => string) {
		this.#table = table;
		this.#id = id;
		const wanted = $derived(id());
		$effect(() => {
			this.#forget();
			const watch = { kind: 'row', table, id: wanted } as const;
			const watcher = link.watchRecord(
				watch,
				(state) => this.#take(state),
				() => this.#forget()
			);
			return () => link.close(watcher);
		});
		$effect(() => this.#followFetch());
	}

	fetch(): void {
		this.fetching = true;
		void link.data().then((data) => data.want(this.#table, this.#id()));
	}

	#forget(): void {
		this.row = undefined;
		this.state = 'loading';
		this.sync = { kind: 'received' };
		this.fetching = false;
	}

	#take(state: RecordState): void {
		if (state.kind !== 'row') return;
		this.row = state.row as Row | undefined;
		this.state = state.row ? 'here' : 'not_here';
		this.sync = state.sync;
		if (state.complete) this.fetching = false;
	}

	/** A turn of the sync loop that ends, however it ends, has done what it could. */
	#followFetch(): () => void {
		let worked = false;
		return link.listen(({ status }) => {
			if (!status) return;
			if (worked && status.state !== 'working') this.fetching = false;
			worked = status.state === 'working';
		});
	}
}

export function liveRow<T extends Table>(table: T, id: () => string): LiveRow<RowOf<T>> {
	return new LiveRow<RowOf<T>>(table.name, id);
}

/** What hangs on one root, in the order of ids; fetched by itself when it is not on this device. */
export class LiveChildren<Row> {
	rows = $state.raw<readonly Row[]>([]);
	/** All that this person may read of them is here. */
	complete = $state(false);
	#unsent = $state.raw<readonly string[]>([]);

	constructor(table: string, root: () => string) {
		const wanted = $derived(root());
		$effect(() => {
			this.#forget();
			const watch = { kind: 'children', table, root: wanted } as const;
			const watcher = link.watchRecord(
				watch,
				(state) => this.#take(state),
				() => this.#forget()
			);
			return () => link.close(watcher);
		});
	}

	#forget(): void {
		this.rows = [];
		this.complete = false;
		this.#unsent = [];
	}

	#take(state: RecordState): void {
		if (state.kind !== 'children') return;
		this.rows = state.rows as readonly AnyRow[] as readonly Row[];
		this.complete = state.complete;
		this.#unsent = state.unsent;
	}

	unsent(id: string): boolean {
		return this.#unsent.includes(id);
	}
}

export function liveChildren<T extends ChildTable>(
	table: T,
	root: () => string
): LiveChildren<RowOf<T>> {
	return new LiveChildren<RowOf<T>>(table.name, root);
}
