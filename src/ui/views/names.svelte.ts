import { SvelteMap } from 'svelte/reactivity';
import { liveList, lookUp, type FoundRow, type RowRef } from '#client/index.ts';
import { catalogItem } from '#domain/catalog/index.ts';
import { person, site, teams } from '#domain/identity/index.ts';

const MOST = 500;
/** A record that is not on this device yet is asked for again after this long. */
const AGAIN = 5_000;

export interface Named {
	readonly id: string;
	readonly name: string;
}

/** Names behind the ids that tickets carry, looked up when they are first shown. Create in a component. */
export class Names {
	readonly #teams = liveList(teams, () => ({}), { size: MOST });
	readonly teams: readonly Named[] = $derived(this.#teams.first);
	readonly #known = new SvelteMap<string, string>();
	readonly #asked = new Map<string, number>();
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
		const missing = new Map(
			refs.filter(({ id }) => !this.#known.has(id)).map((ref) => [ref.id, ref] as const)
		);
		if (missing.size > 0) this.#take(await lookUp([...missing.values()]));
	}

	#of(ref: RowRef): string {
		const name = this.#known.get(ref.id);
		if (name === undefined && Date.now() - (this.#asked.get(ref.id) ?? 0) > AGAIN) this.#ask(ref);
		return name ?? '';
	}

	/** All names that one drawing of the page lacks are asked for together. */
	#ask(ref: RowRef): void {
		this.#asked.set(ref.id, Date.now());
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
