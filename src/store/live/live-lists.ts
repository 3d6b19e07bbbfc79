import type { Actor, AnyRow, Query, Registry } from '#domain/kernel/index.ts';
import type { RowsSource } from './rows-source.ts';
import { SortIndexes, type RowChange } from './sort-indexes.ts';
import type { RowStep, SortedList } from './sorted-list.ts';

/** Somebody without any right: what a list shows before the own access row is here. */
const nobody: Actor = { subject: '', name: '', roles: [], teams: [], scopes: new Set() };

export interface ListWatch {
	readonly query: string;
	/** As the screen gives them; checked by the query's schema where they are used. */
	readonly args: unknown;
	/** Rows of the first window. */
	readonly size: number;
}

export interface ListState {
	readonly total: number;
	/** Rises with every change to a row that is, or was, in the list. */
	readonly revision: number;
	readonly first: readonly AnyRow[];
	/** Headings of a grouped list with the number of rows under each, in the order in which they stand. */
	readonly groups?: readonly ListGroup[];
}

export interface ListGroup {
	readonly key: string;
	readonly count: number;
}

interface OpenList {
	readonly query: Query;
	readonly watch: ListWatch;
	keeps: (row: AnyRow) => boolean;
	groupOf: ((row: AnyRow) => string) | undefined;
	rows: SortedList<AnyRow>;
	revision: number;
}

/**
 * The lists on screen: each a filtered copy of a sort index, kept in step row by row, so that a total is a length and a
 * window is a slice. A list is told of changes at most once per `take`.
 */
export class LiveLists {
	readonly #registry: Registry;
	readonly #indexes: SortIndexes;
	readonly #open = new Map<number, OpenList>();
	readonly #changed = new Set<number>();
	/** Lists as they once stood; rows are replaced and never changed in place. */
	readonly #frozen = new Map<number, readonly AnyRow[]>();
	#actor = nobody;

	constructor(registry: Registry, source: RowsSource) {
		this.#registry = registry;
		this.#indexes = new SortIndexes(source);
	}

	/** Throws for a query that is not in the registry: a screen and its worker are one build. */
	open(list: number, watch: ListWatch): void {
		const query = this.#registry.queries.find((other) => other.name === watch.query);
		if (!query) throw new Error(`${watch.query}: no such query`);
		this.#open.set(list, { query, watch, ...this.#filled(query, watch), revision: 1 });
		this.#changed.add(list);
	}

	/** Keeps the list as it stands now under another id, for reading it piece by piece; answers its length. */
	freeze(list: number, as: number): number {
		const rows = this.rows(list, 0, Number.MAX_SAFE_INTEGER);
		this.#frozen.set(as, rows);
		return rows.length;
	}

	close(list: number): void {
		this.#frozen.delete(list);
		this.#open.delete(list);
		this.#changed.delete(list);
	}

	/** Whose lists these are; `mine` means somebody else when it changes. */
	setActor(actor: Actor | undefined): void {
		const next = actor ?? nobody;
		if (sameActor(this.#actor, next)) return;
		this.#actor = next;
		for (const [id, list] of this.#open) {
			Object.assign(list, this.#filled(list.query, list.watch));
			list.revision += 1;
			this.#changed.add(id);
		}
	}

	apply(table: string, changes: readonly RowChange[]): void {
		const steps = this.#indexes.apply(table, changes);
		if (steps.length === 0) return;
		for (const [id, list] of this.#open) {
			if (list.query.table.name !== table) continue;
			const own = ownSteps(steps, list.keeps);
			if (own.length === 0) continue;
			list.rows.apply(own);
			list.revision += 1;
			this.#changed.add(id);
		}
	}

	/** Makes one order ready that an open list may be asked for next; false when there is none left to make. */
	prepare(): boolean {
		for (const { query } of this.#open.values())
			for (const sort of query.sorts ?? [])
				if (this.#indexes.prepare(query.table.name, sort)) return true;
		return false;
	}

	/** Marks the lists over a table as changed though no row did: the marks beside the rows did. */
	touch(table: string): void {
		for (const [id, list] of this.#open) {
			if (list.query.table.name !== table) continue;
			list.revision += 1;
			this.#changed.add(id);
		}
	}

	/** The lists that changed since the last call. */
	take(): ReadonlyMap<number, ListState> {
		const states = new Map<number, ListState>();
		for (const id of this.#changed) {
			const list = this.#open.get(id);
			if (list) states.set(id, stateOf(list));
		}
		this.#changed.clear();
		return states;
	}

	rows(list: number, from: number, to: number): readonly AnyRow[] {
		const frozen = this.#frozen.get(list);
		if (frozen) return frozen.slice(from, to);
		return this.#open.get(list)?.rows.window(from, to) ?? [];
	}

	tableOf(list: number): string | undefined {
		return this.#open.get(list)?.query.table.name;
	}

	/** Tables that lists are open over. */
	tables(): ReadonlySet<string> {
		return new Set([...this.#open.values()].map((list) => list.query.table.name));
	}

	/** All open lists as they stand. */
	states(): readonly {
		readonly watch: ListWatch;
		readonly table: string;
		readonly state: ListState;
	}[] {
		return [...this.#open.values()].map((list) => ({
			watch: list.watch,
			table: list.query.table.name,
			state: stateOf(list)
		}));
	}

	#filled(query: Query, watch: ListWatch) {
		const sort = query.sort(watch.args);
		const keeps = query.where(watch.args, this.#actor);
		const rows = this.#indexes.get(query.table.name, sort).filtered(keeps);
		return { keeps, rows, groupOf: query.group?.(watch.args) };
	}
}

/** A filter is pure, so that whether a row was in the list follows from what it was. */
function ownSteps(
	steps: readonly RowStep<AnyRow>[],
	keeps: (row: AnyRow) => boolean
): readonly RowStep<AnyRow>[] {
	const own: RowStep<AnyRow>[] = [];
	for (const step of steps) {
		const before = step.before && keeps(step.before) ? step.before : undefined;
		const now = step.now && keeps(step.now) ? step.now : undefined;
		if (before || now) own.push({ before, now });
	}
	return own;
}

function stateOf({ rows, revision, watch, groupOf }: OpenList): ListState {
	const state = { total: rows.size, revision, first: rows.window(0, watch.size) };
	return groupOf ? { ...state, groups: rows.counted(groupOf) } : state;
}

function sameActor(a: Actor, b: Actor): boolean {
	const text = ({ subject, name, roles, teams }: Actor) =>
		JSON.stringify([subject, name, roles, teams]);
	return text(a) === text(b);
}
