import { derivedId, type JsonObject } from '#domain/kernel/index.ts';
import { createAuthority } from '#sync/authority/authority.ts';
import { PokeHub } from '#sync/authority/poke.ts';
import type { AuthorityStore } from '#sync/authority/ports.ts';
import { isRefusal, type Poke } from '#sync/protocol/index.ts';
import type { AuthorityState } from '../memory/authority-state.ts';
import { scopesOfPerson, worldRegistry } from '../support/world-registry.ts';
import type { Adapters, SimStore } from './adapters.ts';
import { checkAnswer } from './check-answers.ts';
import { History } from './history.ts';
import type { Random } from './random.ts';
import { SimNode, type Scheduler } from './scheduler.ts';
import type { Report } from './violations.ts';

export const START = Date.UTC(2026, 0, 5, 9);

interface ServerParts {
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly adapters: Adapters;
	readonly report: Report;
	/** Most milliseconds that a call of a write transaction takes; with some of it transactions overlap. */
	readonly lag: number;
}

interface Stream {
	readonly subject: string;
	readonly scopes: string;
	readonly end: () => void;
}

/** The server: one process over one database, which may crash, restart, and be set back to an older state. */
export class SimServer {
	readonly store: SimStore;
	readonly history = new History();
	node = new SimNode('server');
	isDown = false;
	life = 0;
	/** Mutations that were given up, as faults of mutators. */
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #report: Report;
	readonly #streams = new Set<Stream>();
	readonly #delivered = new Map<string, number>();
	#process;
	#salts = 0;
	#epochs = 1;
	#polledAt: AuthorityState | undefined;

	constructor({ scheduler, random, adapters, report, lag }: ServerParts) {
		this.#scheduler = scheduler;
		this.#random = random;
		this.#report = report;
		this.store = adapters.openStore({
			epoch: derivedId('epoch', '1'),
			onState: (state) => this.history.record(state),
			step: (label) => {
				if (lag > 0 && scheduler.hasSteps && label.startsWith('write.') && !this.node.isDead)
					return scheduler.wait(random.between(0, lag), label, this.node);
				return this.#scheduler.step(label, this.node);
			}
		});
		this.#process = this.#start();
	}

	get authority() {
		return this.#process.authority;
	}

	now(): number {
		return START + Math.round(this.#scheduler.now);
	}

	/** The authority for one reader, whose answers are checked against the very snapshot they were read from. */
	reading(subject: string) {
		return this.#create(this.#checked(subject));
	}

	crash(): void {
		this.#scheduler.note('server crashes');
		this.node.isDead = true;
		this.life += 1;
		this.isDown = true;
		this.node = new SimNode(`server${this.life}`);
		this.store.crash();
		for (const stream of [...this.#streams]) stream.end();
		this.#streams.clear();
		this.#scheduler.after(this.#random.between(10, 3000), 'restarts', this.node, () => {
			this.#process = this.#start();
			this.isDown = false;
		});
	}

	/** An older state comes back; without a new epoch id nothing but the digests tells. */
	rollBack(): void {
		const state = this.history.olderThan(this.store.copyState(), this.#random);
		if (!state) return;
		this.crash();
		const isNew = this.#random.chance(0.5);
		this.#scheduler.note(
			`server falls back to ${state.digests.main.length - 1}, new epoch: ${isNew}`
		);
		this.store.restore(state, isNew ? derivedId('epoch', String((this.#epochs += 1))) : undefined);
		this.history.record(this.store.copyState());
	}

	/** Runs the commands that events called for, some of them twice. */
	async react(): Promise<void> {
		if (this.isDown) return;
		for (const [key, effect] of this.store.copyState().effects) {
			const times = this.#delivered.get(key) ?? 0;
			if (times > 0 && !this.#random.chance(0.1)) continue;
			const answer = await this.authority.runReaction(
				effect as { key: string; payload: JsonObject }
			);
			if (!isRefusal(answer)) this.#delivered.set(key, times + 1);
		}
	}

	/** After a rollback the deliveries are gone with the rows that they made: all of them come again. */
	get isReacted(): boolean {
		const done = new Set(this.store.copyState().outcomes.map(({ mid }) => mid));
		for (const key of this.store.copyState().effects.keys()) {
			if (done.has(key)) continue;
			this.#delivered.delete(key);
			return false;
		}
		return true;
	}

	async connect(subject: string, send: (poke: Poke) => void, end: () => void) {
		const scopes = this.scopesOf(subject);
		const stream = { subject, scopes: scopes.join(), end };
		this.#streams.add(stream);
		const { close } = await this.#process.hub.connect(scopes, send);
		return { close: () => (close(), this.#streams.delete(stream)) };
	}

	scopesOf(subject: string, state = this.store.copyState()): readonly string[] {
		const row = state.tables.person?.get(subject)?.row;
		return row ? [...scopesOfPerson(row)].sort() : [];
	}

	async #poll(hub: PokeHub, node: SimNode): Promise<void> {
		const state = this.store.copyState();
		if (state !== this.#polledAt) {
			this.#polledAt = state;
			await hub.poll();
			for (const stream of [...this.#streams]) {
				if (this.scopesOf(stream.subject).join() === stream.scopes) continue;
				this.#streams.delete(stream);
				stream.end();
			}
		}
		this.#scheduler.after(100, 'polls', node, () => void this.#poll(hub, node));
	}

	#start() {
		const node = this.node;
		const hub = new PokeHub(this.store);
		this.#polledAt = undefined;
		this.#scheduler.after(1, 'polls', node, () => void this.#poll(hub, node));
		return { authority: this.#create(this.store), hub };
	}

	#create(store: AuthorityStore) {
		const node = this.node;
		const world = {
			now: () => this.now(),
			salt: () => (this.#salts += 1).toString(16).padStart(32, '0')
		};
		return createAuthority(worldRegistry, store, world, {
			later: (ms, task) =>
				void this.#scheduler.after(this.#scheduler.hasSteps ? ms : 0, 'combines', node, task),
			onFault: () => undefined
		});
	}

	#checked(subject: string): AuthorityStore {
		const { store } = this;
		return {
			write: (work) => store.write(work),
			countTry: (group, id) => store.countTry(group, id),
			clearTries: (group) => store.clearTries(group),
			acknowledge: (group, who, acked) => store.acknowledge(group, who, acked),
			read: async (work) => {
				let stateRead: ReturnType<SimStore['stateOf']> | undefined;
				const answer = await store.read((reader) => {
					stateRead = store.stateOf(reader);
					return work(reader);
				});
				const state = stateRead?.();
				if (state) checkAnswer(this.#report, subject, this.scopesOf(subject, state), state, answer);
				return answer;
			}
		};
	}
}
