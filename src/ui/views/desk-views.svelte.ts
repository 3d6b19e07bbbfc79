import { liveList, session } from '#client/index.ts';
import {
	defaultViewFor,
	savedViews,
	viewDefaults,
	type SavedView,
	type ViewDefault
} from '#domain/views/index.ts';
import { readChoice, viewHref, type KnownViews, type ViewChoice } from './view-address.ts';

/** More views than anybody keeps in sight. */
const MOST = 200;

/** The views of the desk: those that are saved, which opens first, and what the address chooses. Create in a component. */
export class DeskViews {
	readonly #saved = liveList(savedViews, () => ({ of: 'ticket' as const }), { size: MOST });
	readonly #defaults = liveList(viewDefaults, () => ({}), { size: MOST });
	readonly #query: () => URLSearchParams;

	constructor(query: () => URLSearchParams) {
		this.#query = query;
	}

	get saved(): readonly SavedView[] {
		return this.#saved.first;
	}

	get defaults(): readonly ViewDefault[] {
		return this.#defaults.first;
	}

	readonly #known: KnownViews = $derived.by(() => ({
		saved: this.saved,
		first: session.actor ? defaultViewFor('ticket', this.defaults, session.actor) : null,
		complete: this.#saved.ready
	}));
	readonly choice: ViewChoice = $derived.by(() => readChoice(this.#query(), this.#known));

	/** The address of another view as it is kept. */
	hrefOf(view: string): string {
		return viewHref(view, this.#known);
	}
}
