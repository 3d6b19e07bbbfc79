import { readableAudiences, type AnyRow, type Audience } from '#domain/kernel/index.ts';
import type { Complete, Del, Put } from '#sync/protocol/index.ts';
import type { AuthorityState } from '../memory/authority-state.ts';
import type { TestDevice } from './authority-world.ts';
import { worldRegistry } from './world-registry.ts';

interface Held {
	readonly row: AnyRow;
	readonly v: number;
}

const tableByName = new Map(worldRegistry.tables.map((table) => [table.name, table]));

/**
 * The simplest replica that obeys the rules of SYNC.md sections 2 and 5: what a device holds after the answers it took,
 * without queue, overlay or storage.
 */
export class TestView {
	readonly device: TestDevice;
	readonly rows = new Map<string, Held>();
	/** Roots whose children are all here. */
	readonly complete = new Set<string>();

	constructor(device: TestDevice) {
		this.device = device;
	}

	/** Pulls to the end; scopes that are new are fetched by a run. */
	async sync(): Promise<void> {
		for (;;) {
			const audiences = this.#audiencesOfRoots();
			const answer = await this.device.pull();
			this.#take(answer.puts, answer.dels, answer.complete, audiences);
			const { cookie } = this.device;
			const added = answer.held.filter((scope) => !cookie?.scopes.includes(scope));
			if (cookie && added.length > 0) {
				const before = this.#audiencesOfRoots();
				const scopes = [...cookie.scopes, ...added];
				this.device.cookie = { ...cookie, scopes, scopesRev: cookie.scopesRev + 1 };
				for (const page of await this.device.pages(added))
					this.#take(page.puts, [], page.complete, before);
			} else if (!answer.more) return;
		}
	}

	/** What this reader should hold, computed from the state without the log. */
	expected(state: AuthorityState): Map<string, Held> {
		const rows = new Map<string, Held>();
		for (const table of worldRegistry.tables) {
			for (const { row, v } of state.tables[table.name]?.values() ?? []) {
				const held = { row, v };
				if (table.kind === 'root') {
					if (this.#audiences(table.name, row)) rows.set(`${table.name}/${row.id}`, held);
					continue;
				}
				const root = state.tables[table.of]?.get(row.root as string)?.row;
				const audiences = root && this.#audiences(table.of, root);
				const isComplete = this.complete.has(`${table.of}/${row.root}`);
				if (isComplete && audiences?.includes(table.audience(row))) {
					rows.set(`${table.name}/${row.id}`, held);
				}
			}
		}
		return rows;
	}

	/** Undefined for a root that the cookie's scopes do not meet. */
	#audiences(tableName: string, row: AnyRow): readonly Audience[] | undefined {
		const table = tableByName.get(tableName);
		if (table?.kind !== 'root') throw new Error(`${tableName} is no root table`);
		const scopes = new Set(this.device.cookie?.scopes);
		const isSeen = table.scopes(row).some((scope) => scopes.has(scope));
		return isSeen
			? readableAudiences(table.scopes(row), scopes, worldRegistry.scopeKinds)
			: undefined;
	}

	#audiencesOfRoots(): Map<string, readonly Audience[]> {
		const found = new Map<string, readonly Audience[]>();
		for (const [key, { row }] of this.rows) {
			const name = key.split('/')[0] as string;
			if (tableByName.get(name)?.kind === 'root') found.set(key, this.#audiences(name, row) ?? []);
		}
		return found;
	}

	#take(
		puts: readonly Put[],
		dels: readonly Del[],
		complete: readonly Complete[],
		before: ReadonlyMap<string, readonly Audience[]>
	): void {
		for (const { table, row, v } of puts) {
			if (tableByName.get(table)?.kind === 'root') this.#put(table, row, v);
		}
		for (const { table, id, v } of dels) this.#delete(`${table}/${id}`, v);
		this.#judgeRoots(before);
		for (const { table, id, v } of complete) {
			if (this.rows.get(`${table}/${id}`)?.v === v) this.#complete(table, id);
		}
		for (const { table: name, row, v } of puts) {
			const table = tableByName.get(name);
			if (table?.kind === 'child' && this.complete.has(`${table.of}/${row.root}`))
				this.#put(name, row, v);
		}
	}

	#judgeRoots(before: ReadonlyMap<string, readonly Audience[]>): void {
		for (const [key, { row }] of [...this.rows]) {
			const name = key.split('/')[0] as string;
			if (tableByName.get(name)?.kind !== 'root') continue;
			const audiences = this.#audiences(name, row);
			if (!audiences) this.#delete(key, Infinity);
			else if (audiences.some((each) => !before.get(key)?.includes(each))) this.#dropChildren(key);
			else this.#dropChildren(key, audiences);
		}
	}

	#complete(table: string, id: string): void {
		this.#dropChildren(`${table}/${id}`);
		this.complete.add(`${table}/${id}`);
	}

	/** Children of classes that are not to be kept; without any, the root's children are no longer here. */
	#dropChildren(rootKey: string, keep: readonly Audience[] = []): void {
		if (keep.length === 0) this.complete.delete(rootKey);
		for (const [key, { row }] of [...this.rows]) {
			const table = tableByName.get(key.split('/')[0] as string);
			if (table?.kind !== 'child' || `${table.of}/${row.root}` !== rootKey) continue;
			if (!keep.includes(table.audience(row))) this.rows.delete(key);
		}
	}

	#put(table: string, row: AnyRow, v: number): void {
		const key = `${table}/${row.id}`;
		if ((this.rows.get(key)?.v ?? -1) < v) this.rows.set(key, { row, v });
	}

	#delete(key: string, v: number): void {
		if ((this.rows.get(key)?.v ?? Infinity) >= v) return;
		this.rows.delete(key);
		this.#dropChildren(key);
	}
}
