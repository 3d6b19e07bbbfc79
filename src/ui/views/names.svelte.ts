import { SvelteMap } from 'svelte/reactivity';
import { liveList, lookUp } from '#client/index.ts';
import { items } from '#domain/catalog/index.ts';
import { people, person, sites, teams, type Person } from '#domain/identity/index.ts';

const MOST = 500;
/** A person who is not on this device yet is asked for again after this long. */
const AGAIN = 5_000;

export interface Named {
	readonly id: string;
	readonly name: string;
}

/** Names behind the ids that tickets carry. Create in a component. */
export class Names {
	readonly #teams = liveList(teams, () => ({}), { size: MOST });
	readonly #sites = liveList(sites, () => ({}), { size: MOST });
	readonly #items = liveList(items, () => ({ retired: false }), { size: MOST });
	readonly #staff = liveList(people, () => ({ staff: true, team: null }), { size: MOST });
	readonly #people = new SvelteMap<string, string>();
	readonly #asked = new Map<string, number>();

	readonly teams: readonly Named[] = $derived(this.#teams.first);
	readonly sites: readonly Named[] = $derived(this.#sites.first);
	readonly items: readonly Named[] = $derived(
		this.#items.first.map(({ id, title }) => ({ id, name: title }))
	);
	readonly staff: readonly Named[] = $derived(this.#staff.first);
	readonly #byId = $derived(
		new Map(
			[this.teams, this.sites, this.items, this.staff].flat().map(({ id, name }) => [id, name])
		)
	);

	/** Of a team, site or catalogue item; empty while it is not known. */
	of(id: string | null): string {
		return id === null ? '' : (this.#byId.get(id) ?? '');
	}

	/** Of a person, whoever it is; empty while it is not known. */
	ofPerson(id: string): string {
		const name = this.#byId.get(id) ?? this.#people.get(id);
		if (name === undefined && Date.now() - (this.#asked.get(id) ?? 0) > AGAIN) this.#ask(id);
		return name ?? '';
	}

	#ask(id: string): void {
		this.#asked.set(id, Date.now());
		void lookUp([{ table: person.name, id }]).then(([found]) => {
			if (found) this.#people.set(id, (found.row as unknown as Person).name);
		});
	}
}
