import { derivedId, type Instant, type JsonObject } from '#domain/kernel/index.ts';
import { createAuthority } from '#sync/authority/authority.ts';
import type { AuthorityStore, AuthorityWorld } from '#sync/authority/ports.ts';
import {
	isRefusal,
	PROTO,
	SCHEMA,
	type Cookie,
	type Mutation,
	type Page,
	type PullAnswer,
	type PushAnswer,
	type SyncRefusal
} from '#sync/protocol/index.ts';
import { MemoryAuthorityStore, type MemoryStoreOptions } from '../memory/authority-store.ts';
import { worldRegistry } from './world-registry.ts';

export const EPOCH = derivedId('epoch', '1');

/** A clock that moves only when told to, and salts by number. */
export class TestWorld implements AuthorityWorld {
	at: Instant = Date.UTC(2026, 0, 5, 9);
	#salts = 0;

	now(): Instant {
		return this.at;
	}

	salt(): string {
		this.#salts += 1;
		return this.#salts.toString(16).padStart(32, '0');
	}
}

/** An authority over a store, with its people: `ada` (admin), `amy` (agent), `tom` (team t), `joe` and `eve` (nothing). */
export async function startAuthority(store: AuthorityStore, world = new TestWorld()) {
	const faults: unknown[] = [];
	const authority = createAuthority(worldRegistry, store, world, {
		later: (_, task) => queueMicrotask(task),
		onFault: (error) => faults.push(error)
	});
	const people = [
		{ person: 'ada', roles: ['admin'], teams: [] },
		{ person: 'amy', roles: ['agent'], teams: [] },
		{ person: 'tom', roles: [], teams: ['t'] },
		{ person: 'joe', roles: [], teams: [] },
		{ person: 'eve', roles: [], teams: [] }
	];
	for (const args of people) {
		const mid = derivedId('seed', args.person);
		const outcome = await authority.command({ subject: 'system' }, 'persons.add', args, { mid });
		if (isRefusal(outcome) || outcome.kind !== 'applied') throw new Error(`seed: ${args.person}`);
	}
	return { authority, world, faults };
}

export type RunningAuthority = Awaited<ReturnType<typeof startAuthority>>;

export async function startInMemory(options: Partial<MemoryStoreOptions> = {}) {
	const store = new MemoryAuthorityStore({ epoch: EPOCH, ...options });
	return { store, ...(await startAuthority(store)) };
}

/** The wire side of one device, as far as tests of the authority need one. */
export class TestDevice {
	readonly subject: string;
	readonly group: string;
	cookie: Cookie | null = null;
	next = 1;
	acked = 0;
	readonly #running: RunningAuthority;

	constructor(running: RunningAuthority, subject: string, name = 'd1') {
		this.#running = running;
		this.subject = subject;
		this.group = derivedId('group', subject, name);
	}

	get envelope() {
		return { proto: PROTO, schema: SCHEMA, subject: this.subject, group: this.group };
	}

	mutation(name: string, args: unknown, extra: Partial<Mutation> = {}): Mutation {
		const id = this.next;
		this.next += 1;
		const at = this.#running.world.now();
		const fixed = { deviceAt: at, contactAt: 0, tz: 'UTC', base: {}, deps: [] };
		return { id, mid: derivedId(this.group, String(id)), name, args, ...fixed, ...extra };
	}

	send(mutations: readonly Mutation[], attempt = 0): Promise<PushAnswer | SyncRefusal> {
		const at = this.cookie && { epoch: this.cookie.epoch, spaces: this.cookie.spaces };
		const request = { ...this.envelope, at, attempt, mutations };
		const { authority, world } = this.#running;
		return authority.push({ subject: this.subject }, request, world.now());
	}

	/** Sends one mutation and answers its outcome. */
	async run(name: string, args: unknown, extra: Partial<Mutation> = {}) {
		const mutation = this.mutation(name, args, extra);
		const outcome = accepted(await this.send([mutation])).outcomes[0];
		if (!outcome) throw new Error('no outcome');
		return outcome;
	}

	/** Delivers an effect of the reaction queue to the process that this device talks to, until it is taken. */
	async react(effect: { readonly key: string; readonly payload: JsonObject }) {
		for (let attempt = 0; attempt < 50; attempt += 1) {
			const outcome = await this.#running.authority.runReaction(effect);
			if (!isRefusal(outcome)) return outcome;
		}
		throw new Error('never taken');
	}

	/** Makes a doc and answers its id. */
	async newDoc(args: { team?: string | null; desk?: boolean; parts?: number } = {}) {
		const { mid } = await this.run('docs.create', {
			title: 'a doc',
			team: null,
			desk: false,
			...args
		});
		return derivedId(mid, 'doc', '');
	}

	/** One pull under the cookie, which it takes over. */
	async pull(): Promise<PullAnswer> {
		const request = { ...this.envelope, cookie: this.cookie, acked: this.acked };
		const answer = accepted(await this.#running.authority.pull({ subject: this.subject }, request));
		this.cookie = answer.cookie;
		this.acked = answer.last;
		return answer;
	}

	/** First contact, and a whole run over all scopes held. */
	async start(): Promise<readonly Page[]> {
		const { held } = await this.pull();
		if (!this.cookie) throw new Error('no cookie');
		this.cookie = { ...this.cookie, scopes: [...held], scopesRev: this.cookie.scopesRev + 1 };
		return this.pages(held);
	}

	async pages(scopes: readonly string[]): Promise<readonly Page[]> {
		const run = derivedId('run', this.group);
		const request = {
			...this.envelope,
			cookie: this.cookie,
			run,
			scopes,
			v0: this.cookie?.spaces.main.v ?? 0,
			after: null
		};
		const pages: Page[] = [];
		for await (const page of this.#running.authority.snapshot({ subject: this.subject }, request)) {
			pages.push(accepted(page));
		}
		return pages;
	}
}

/** The answer, when it is none of the refusals. */
export function accepted<T extends object>(answer: T | SyncRefusal): T {
	if (isRefusal(answer)) throw new Error(`refused: ${answer.error.code}`);
	return answer as T;
}
