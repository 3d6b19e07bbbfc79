import { actorOf, access, SYSTEM, systemActor } from '#domain/identity/index.ts';
import { mutatorNamed, type Actor, type Instant, type JsonObject } from '#domain/kernel/index.ts';
import { registry } from '#domain/registry.ts';
import type { PersonKey } from '#server/seed/people.ts';
import { seedCommands, seedIds } from '#server/seed/company.ts';
import { MemoryStore, runCommand, type Command, type Ran } from './memory-tx.ts';

/** The instant at which the tests' company stands. */
export const NOW: Instant = Date.UTC(2026, 2, 12, 9, 30);

/** The actor that a subject is by its access row. */
export function actorIn(store: MemoryStore, subject: string): Actor {
	return subject === SYSTEM ? systemActor : actorOf(store.row(access, subject));
}

/** Runs a command by name, as the person stands in the store. */
export function runAs(
	store: MemoryStore,
	subject: string,
	mutator: string,
	args: unknown,
	rest: Pick<Command, 'mid'> & Partial<Command>
): Promise<Ran> {
	const found = mutatorNamed(registry, mutator);
	if (!found) throw new Error(`No mutator ${mutator}`);
	return runCommand(store, {
		at: NOW,
		...rest,
		mutator: found,
		args,
		actor: rest.actor ?? actorIn(store, subject)
	});
}

/** The company as the seed builds it, in memory. */
export async function company(now: Instant = NOW): Promise<MemoryStore> {
	const store = new MemoryStore();
	for (const { actor, mutator, args, mid, at } of seedCommands(now)) {
		const { verdict } = await runAs(store, actor, mutator, args, { mid, at });
		if (verdict.kind !== 'applied') {
			throw new Error(`${mutator} ${JSON.stringify(args)}: ${JSON.stringify(verdict)}`);
		}
	}
	return store;
}

/** A desk for one test: the company, and commands by people's short names. */
export class Desk {
	readonly store: MemoryStore;
	/** Shared by all desks, so that a copy never uses a `mid` twice. */
	static #count = 0;

	constructor(store: MemoryStore) {
		this.store = store;
	}

	static async open(): Promise<Desk> {
		return new Desk(await company());
	}

	actor(key: PersonKey): Actor {
		return actorIn(this.store, seedIds.person(key));
	}

	/** Runs one command; `mid` counts up unless given. */
	run(
		who: PersonKey | 'system',
		mutator: string,
		args: JsonObject,
		rest: Partial<Command> = {}
	): Promise<Ran> {
		const subject = who === 'system' ? SYSTEM : seedIds.person(who);
		Desk.#count += 1;
		return runAs(this.store, subject, mutator, args, { mid: `mid-${Desk.#count}`, ...rest });
	}

	/** Runs a command and answers what came of it: `applied`, `merged`, or the failure's code. */
	async verdict(...call: Parameters<Desk['run']>): Promise<string> {
		const { verdict } = await this.run(...call);
		return verdict.kind === 'rejected' ? verdict.failure.code : verdict.kind;
	}
}
