import { liveList, liveRow, session, type LiveList, type LiveRow } from '#client/index.ts';
import { person, type Person } from '#domain/identity/index.ts';
import { suggestions, type Article } from '#domain/knowledge/index.ts';
import { mine, queue, type Ticket } from '#domain/tickets/index.ts';
import type { Sources } from './ask.ts';

/** More than fit any sentence; the best of them are shown. */
const MOST_ARTICLES = 400;
const MOST_NEARBY = 50;

/**
 * What may answer the text that somebody is typing, from this device alone: articles, own open requests, and what others
 * at the same place report, where the person may read it. Create during component initialisation.
 */
export class AskSources {
	readonly #articles: LiveList<Article>;
	readonly #own: LiveList<Ticket>;
	readonly #nearby: LiveList<Ticket>;
	readonly #me: LiveRow<Person>;

	/** @param text read reactively */
	constructor(text: () => string) {
		this.#articles = liveList(suggestions, () => ({ text: text().slice(0, 2_000) }), {
			size: MOST_ARTICLES
		});
		this.#own = liveList(mine, () => ({ open: true }));
		this.#me = liveRow(person, () => session.person?.subject ?? '');
		this.#nearby = liveList(queue, () => this.#nearbyArgs(), { size: MOST_NEARBY });
	}

	#nearbyArgs() {
		const site = this.#me.row?.site ?? 'none';
		return {
			view: 'open' as const,
			kind: 'incident' as const,
			sort: 'newest' as const,
			filter: [{ field: 'site', op: 'is' as const, values: [site] }]
		};
	}

	get now(): Sources {
		const { subject = '' } = session.person ?? {};
		const site = this.#me.row?.site ?? null;
		const isNearby = (row: Ticket) =>
			site !== null && row.site === site && row.requester !== subject;
		return {
			articles: this.#articles.first,
			own: this.#own.first,
			nearby: this.#nearby.first.filter(isNearby)
		};
	}
}
