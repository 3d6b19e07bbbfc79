import { actorOf, access } from '#domain/identity/index.ts';
import { newestIds } from './samples.ts';
import { mutatorNamed, type Actor, type AnyRow, type Table, type Verdict } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import { actorIn, company } from '../../../support/company.ts';
import { MemoryStore, runCommand } from '../../../support/memory-tx.ts';
import { seedIds } from '#server/seed/company.ts';
import type { PersonKey } from '#server/seed/people.ts';
import type { OutboxEntry, OutcomeRecord } from './types.ts';

/** What a picture wants: who looks, and how the device stands. Given in the address of the first page. */
const wish = new URLSearchParams(sessionStorage.getItem('wish') ?? location.search);
sessionStorage.setItem('wish', String(wish));
const as = wish.get('as');

/** A device without a server: the demo company in memory, commands run by the real mutators, nothing is ever sent. */
class Device {
	revision = $state(0);
	entries = $state.raw<readonly OutboxEntry[]>([]);
	outcomes = $state.raw<readonly OutcomeRecord[]>([]);
	loaded = $state(false);
	readonly offline = wish.get('offline') !== null;
	readonly first = wish.get('first') !== null;
	readonly update = wish.get('update') !== null;
	subject = $state(as === null ? null : seedIds.person(as as PersonKey));
	store = new MemoryStore();

	constructor() {
		void this.#load();
	}

	async #load(): Promise<void> {
		this.store = await company(Date.now());
		newestIds(this.store);
		if (wish.get('outcomes') !== null) {
			const { sampleOutcomes, sampleEntries } = await import('./samples.ts');
			this.outcomes = sampleOutcomes(this.store);
			this.entries = sampleEntries(this.store);
		}
		this.loaded = true;
		this.revision += 1;
	}

	get actor(): Actor | null {
		if (!this.loaded || this.subject === null) return null;
		return actorOf(this.store.row(access, this.subject));
	}

	row(table: Table, id: string): AnyRow | undefined {
		return this.store.rows(table).get(id);
	}

	async run(
		name: string,
		args: unknown,
		options: { base?: Record<string, string>; mid?: string } = {}
	): Promise<{ verdict: Verdict; id?: number; mid?: string; doubtful: boolean }> {
		const mutator = mutatorNamed(registry, name);
		if (!mutator || this.subject === null) throw new Error(`No mutator ${name}`);
		const mid = options.mid ?? crypto.randomUUID();
		const again = this.entries.find((entry) => entry.mid === mid);
		if (again) return { verdict: { kind: 'applied' }, id: again.id, mid, doubtful: false };
		const { verdict } = await runCommand(this.store, {
			mutator,
			args,
			mid,
			actor: actorIn(this.store, this.subject),
			at: Date.now(),
			...(options.base ? { base: options.base } : {})
		});
		if (verdict.kind === 'rejected') return { verdict, doubtful: false };
		const id = this.entries.length + 1;
		const entry = { id, mid, name, args, deviceAt: Date.now(), state: 'waiting' } as const;
		this.entries = [...this.entries, { ...entry, attempts: 0, doubtful: false }];
		this.revision += 1;
		return { verdict, id, mid, doubtful: false };
	}
}

export const device = new Device();
