import { getContext, setContext, untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { liveList, lookUp, type LiveList } from '#client/index.ts';
import { usesAge } from '#domain/filters/index.ts';
import { MINUTE } from '#domain/kernel/index.ts';
import { queue, ticket, ticketFields, type Ticket } from '#domain/tickets/index.ts';
import { pageClock } from '#ui/format/clock.svelte.ts';
import type { DeskViews } from '#ui/views/desk-views.svelte.ts';
import { Names } from '#ui/views/names.svelte.ts';
import { assignAtOnce } from './assign-at-once.ts';
import type { BulkKind } from './bulk-form.ts';
import type { QueueChoice } from './queue-address.ts';
import { argsOf } from './queue-args.ts';
import { columnsOf } from './queue-columns.ts';
import { QueueLayout, type QueueItem } from './queue-items.ts';
import { QueueSelection } from './queue-selection.svelte.ts';

const KEY = Symbol('queue');

export interface Bulk {
	readonly kind: BulkKind;
	/** Begins with the person's own name. */
	readonly mine: boolean;
	readonly rows: readonly Ticket[];
}

/** Rows looked up at a time. */
const SLICE = 250;

/** The list at the desk: what it shows, where one is in it, what is selected. It lives as long as the queue's route. */
export class Queue {
	readonly views: DeskViews;
	readonly list: LiveList<Ticket>;
	readonly names = new Names();
	readonly selection = new QueueSelection();
	/** Place of the active item, headings counted. */
	activeItem = $state(-1);
	scrolled = $state(0);
	/** What is about to be done to the selected rows. */
	bulk = $state.raw<Bulk>();
	readonly #folded = new SvelteSet<string>();

	constructor(views: DeskViews) {
		this.views = views;
		this.list = liveList(queue, () => this.#args);
	}

	readonly choice = (): QueueChoice => this.views.choice;

	readonly #args = $derived.by(() => {
		const { shape } = this.choice();
		// Ages move on with the clock: such a list is asked for anew each minute.
		const aged = usesAge(ticketFields, shape.filter);
		return argsOf(shape, aged ? Math.floor(pageClock.now / MINUTE) * MINUTE : undefined);
	});
	readonly columns = $derived.by(() => columnsOf(this.choice().shape.columns));
	/** Changes with the list that is shown, not with its rows. */
	readonly key = $derived.by(() => {
		const { filter, group, sort } = this.choice().shape;
		return JSON.stringify([this.choice().view, filter, group, sort]);
	});
	readonly layout = $derived.by(
		() => new QueueLayout(this.list.total, this.list.groups, (key) => this.#folded.has(key))
	);
	/** Changes whenever an item may be another. */
	readonly revision = $derived.by(() => `${this.list.revision} ${[...this.#folded].join(' ')}`);

	items(from: number, to: number): Promise<readonly QueueItem<Ticket>[]> {
		// Whoever asks follows `revision`, which changes with the layout.
		const layout = untrack(() => this.layout);
		return layout.items(from, to, (first, end) => this.list.rows(first, end));
	}

	fold(key: string): void {
		if (!this.#folded.delete(key)) this.#folded.add(key);
	}

	/** Place of the active row in the view, headings not counted; -1 when none is. */
	get active(): number {
		return this.layout.rowAt(this.activeItem);
	}

	/** Another list begins at its top, with nothing selected. */
	begin(): void {
		this.activeItem = -1;
		this.scrolled = 0;
		this.#folded.clear();
		this.selection.clear();
	}

	/** The ticket `by` rows further on, and makes it the active one; undefined at the ends. */
	async neighbour(by: 1 | -1): Promise<Ticket | undefined> {
		const to = this.active + by;
		if (to < 0 || to >= this.list.total) return undefined;
		const [row] = await this.list.rows(to, to + 1);
		if (row) this.activeItem = this.layout.itemAt(to);
		return row;
	}

	/** Selects the rows from the last one chosen to this one. */
	selectTo(row: number): Promise<void> {
		return this.selection.range(row, (from, to) => this.list.rows(from, to));
	}

	/** Asks what is to become of the selected rows. */
	async beginBulk(kind: BulkKind): Promise<void> {
		this.bulk = { kind, mine: false, rows: await this.#chosen() };
	}

	/** The selected rows as they are now; those that left meanwhile are left out. */
	async #chosen(): Promise<readonly Ticket[]> {
		const { rows } = this.selection;
		const now: Ticket[] = [];
		for (let at = 0; at < rows.length; at += SLICE) {
			const refs = rows.slice(at, at + SLICE).map(({ id }) => ({ table: ticket.name, id }));
			now.push(...(await lookUp(refs)).map(({ row }) => row as unknown as Ticket));
		}
		return now;
	}

	/** Gives the selected tickets to the person, at once where there is nothing to ask about. */
	async assignToMe(me: string): Promise<void> {
		const rows = await this.#chosen();
		if (await assignAtOnce(rows, me)) this.selection.clear();
		else this.bulk = { kind: 'assign', mine: true, rows };
	}

	async selectAll(): Promise<void> {
		await this.selection.all(await this.list.frozen());
	}
}

export function provideQueue(made: Queue): Queue {
	return setContext(KEY, made);
}

/** The queue beside which a ticket is open. */
export function useQueue(): Queue {
	return getContext<Queue>(KEY);
}
