import { analysis, liveList, type LiveList } from '#client/index.ts';
import { queue, type Likeness, type Ticket } from '#domain/tickets/index.ts';

/** Newest open tickets that are looked through. */
const AMONG = 1_000;
const MOST = 6;
/** After the ticket is drawn, and after a burst of changes. */
const WAIT = 400;

export type SimilarTicket = { readonly row: Ticket; readonly likeness: Likeness };

/** Open tickets on this device that tell of the same matter. To be made while a component starts. */
export class Similar {
	found = $state.raw<readonly SimilarTicket[]>([]);
	readonly #list: LiveList<Ticket>;
	readonly #row: () => Ticket;

	constructor(row: () => Ticket) {
		this.#row = row;
		this.#list = liveList(
			queue,
			() => ({ view: 'open' as const, kind: row().kind, sort: 'newest' as const }),
			{ size: 1 }
		);
		const text = $derived(JSON.stringify([row().id, row().title, row().tags]));
		$effect(() => {
			if (!text || !this.#list.ready || this.#list.total === 0) return undefined;
			const timer = setTimeout(() => void this.#look(), WAIT);
			return () => clearTimeout(timer);
		});
	}

	async #look(): Promise<void> {
		const of = this.#row();
		// Many people want a new laptop; only the same person asks twice for the same one.
		const rows = (await this.#list.rows(0, AMONG)).filter(
			(row) => row.kind === 'incident' || row.requester === of.requester
		);
		const found = await analysis.similar(of, rows, MOST);
		if (of.id !== this.#row().id) return;
		this.found = found.flatMap((likeness) => {
			const row = rows.find(({ id }) => id === likeness.id);
			return row ? [{ row, likeness }] : [];
		});
	}
}
