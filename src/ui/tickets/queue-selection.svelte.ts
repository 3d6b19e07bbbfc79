import type { FrozenList } from '#client/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';
import { nothingPicked, toggled, withRows } from './picked-rows.ts';

/** A bulk edit of more is a job for an administrator's import; every row of one is a command of its own. */
export const MOST_SELECTED = 5_000;
/** Rows asked for at a time: what arrives at once must not hold up the page. */
const SLICE = 250;

type Rows = (from: number, to: number) => Promise<readonly Ticket[]>;

/** The selected tickets as they were seen, in the order of choosing. */
export class QueueSelection {
	#rows = $state.raw(nothingPicked);
	/** Row from which a range reaches. */
	#anchor = -1;

	get rows(): readonly Ticket[] {
		return [...this.#rows.values()];
	}

	get size(): number {
		return this.#rows.size;
	}

	has(id: string): boolean {
		return this.#rows.has(id);
	}

	/** `index`: the row's place in the list, from which a range may go on. */
	toggle(row: Ticket, index: number): void {
		this.#rows = toggled(this.#rows, row, MOST_SELECTED);
		this.#anchor = index;
	}

	/** Adds the rows between the last one chosen and this one, both included. */
	async range(to: number, rowsOf: Rows): Promise<void> {
		const from = this.#anchor < 0 ? to : this.#anchor;
		const [first, last] = from < to ? [from, to] : [to, from];
		await this.#add(first, last + 1, rowsOf);
		this.#anchor = to;
	}

	/** All rows of a view as it stands, up to `MOST_SELECTED`. */
	async all(list: FrozenList<Ticket>): Promise<void> {
		try {
			this.#rows = nothingPicked;
			await this.#add(0, Math.min(list.total, MOST_SELECTED), list.rows);
		} finally {
			list.close();
		}
	}

	clear(): void {
		this.#rows = nothingPicked;
		this.#anchor = -1;
	}

	async #add(from: number, to: number, rowsOf: Rows): Promise<void> {
		let rows = this.#rows;
		for (let at = from; at < to && rows.size < MOST_SELECTED; at += SLICE) {
			rows = withRows(rows, await rowsOf(at, Math.min(to, at + SLICE)), MOST_SELECTED);
		}
		this.#rows = rows;
	}
}
