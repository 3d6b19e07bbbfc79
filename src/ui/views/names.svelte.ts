import { SvelteMap } from 'svelte/reactivity';
import { liveList, lookUp, type FoundRow, type RowRef } from '#client/index.ts';
import { catalogItem } from '#domain/catalog/index.ts';
import { person, site, teams } from '#domain/identity/index.ts';
import { AskedNames, eachOnce } from './asked-names.ts';

const MOST = 500;

export interface Named {
	readonly id: string;
	readonly name: string;
}

/** Names behind the ids that tickets carry, looked up when they are first shown. Create in a component. */
export class Names {
	readonly #teams = liveList(teams, () => ({}), { size: MOST });
	readonly teams: readonly Named[] = $derived(this.#teams.first);
	readonly #known = new SvelteMap<string, string>();
	readonly #asked = new AskedNames();
	#wanted: RowRef[] = [];

	/** Empty while it is not known, and for null. */
	ofTeam(id: string | null): string {
		return this.teams.find((team) => team.id === id)?.name ?? '';
	}

	ofSite(id: string | null): string {
		return id === null ? '' : this.#of({ table: site.name, id });
	}

	ofItem(id: string): string {
		return this.#of({ table: catalogItem.name, id });
	}

	ofPerson(id: string): string {
		return this.#of({ table: person.name, id });
	}

	/** Resolves when the names of these are known, as far as they are on this device. */
	async know(refs: readonly RowRef[]): Promise<void> {
		const missing = eachOnce(refs.filter(({ id }) => !this.#known.has(id)));
		if (missing.length > 0) this.#take(await lookUp(missing));
	}

	#of(ref: RowRef): string {
		const name = this.#known.get(ref.id);
		if (name === undefined && this.#asked.shouldAsk(ref.id)) this.#ask(ref);
		return name ?? '';
	}

	/** All names that one drawing of the page lacks are asked for together. */
	#ask(ref: RowRef): void {
		this.#wanted.push(ref);
		if (this.#wanted.length === 1) queueMicrotask(() => void this.#look());
	}

	async #look(): Promise<void> {
		const wanted = this.#wanted;
		this.#wanted = [];
		this.#take(await lookUp(wanted));
	}

	#take(found: readonly FoundRow[]): void {
		for (const { row } of found) this.#known.set(row.id, String(row['name'] ?? row['title'] ?? ''));
	}
}
