import type { AnyRow, Effect, Instant, Space, Table } from '#domain/kernel/index.ts';
import { nextDigest } from '#sync/authority/chain.ts';
import {
	IdTaken,
	StoreUnavailable,
	type AuthorityTx,
	type ClockStep,
	type LockRequest,
	type RowPut,
	type RowVersion,
	type TableWrites
} from '#sync/authority/ports.ts';
import type { Outcome, Positions } from '#sync/protocol/index.ts';
import { childrenIn, outcomeOf, rowsIn } from './authority-reader.ts';
import { frozen, positionsIn, type AuthorityState, type MemoryRow } from './authority-state.ts';
import type { RowLocks } from './row-locks.ts';

/** What a transaction shares with the store that opened it. */
export interface Opened {
	/** The state committed at this moment: each call reads it anew (READ COMMITTED). */
	readonly committed: () => AuthorityState;
	readonly locks: RowLocks;
	/** Comes before every call and may fail it. */
	readonly step: (label: string) => Promise<void>;
	/** Passes on what comes of a wait, unless the store crashed meanwhile. */
	readonly alive: (wait: Promise<void>) => Promise<void>;
}

const CLOCK_ORDER: readonly Space[] = ['telemetry', 'main'];

/** One write transaction. What it writes is kept aside and laid over the committed state at the commit. */
export class MemoryTx implements AuthorityTx {
	readonly #opened: Opened;
	readonly #numbers = new Map<string, number>();
	readonly #numberOf = new Map<RowPut, number>();
	readonly #knownGroups = new Set<string>();
	readonly #knownOutcomes = new Set<string>();
	#effects: readonly Effect[] = [];
	#at: Instant = 0;
	#flushed: readonly TableWrites[] = [];
	#step: ClockStep | undefined;

	constructor(opened: Opened) {
		this.#opened = opened;
	}

	async lockClients(groups: readonly string[]) {
		await this.#call('lockClients');
		for (const group of [...groups].sort()) {
			if (this.#state.clients.has(group)) await this.#lock(`client ${group}`, 'update');
		}
		const rows = groups.flatMap((group) => this.#state.clients.get(group) ?? []);
		for (const { group } of rows) this.#knownGroups.add(group);
		return new Map(
			rows.map((client) => {
				const { id = 0, tries = 0 } = this.#state.tries.get(client.group) ?? {};
				return [client.group, { ...client, tryingId: id, tries }];
			})
		);
	}

	async lockAccess(table: Table, subjects: readonly string[], exclusive: ReadonlySet<string>) {
		await this.#call('lockAccess');
		for (const subject of [...subjects].sort()) {
			await this.#lockRow(table, subject, exclusive.has(subject) ? 'update' : 'share');
		}
		return rowsIn(this.#state, table, subjects);
	}

	async rows(table: Table, ids: readonly string[]) {
		await this.#call('rows');
		return rowsIn(this.#state, table, ids);
	}

	async childrenOf(table: Table, roots: readonly string[]) {
		await this.#call('childrenOf');
		return childrenIn(this.#state, table, new Set(roots));
	}

	async lockRows(requests: readonly LockRequest[]) {
		await this.#call('lockRows');
		const versions = new Map<Table, Map<string, RowVersion>>();
		for (const { table, ids, mode } of requests) {
			const found = new Map<string, RowVersion>();
			for (const id of ids) {
				if (!(await this.#lockRow(table, id, mode))) continue;
				const row = this.#state.tables[table.name]?.get(id);
				if (row) found.set(id, { v: row.v, cv: row.cv });
			}
			versions.set(table, found);
		}
		return versions;
	}

	async outcomesById(group: string, ids: readonly number[]) {
		await this.#call('outcomesById');
		const found = this.#state.outcomes.filter(
			(each) => each.group === group && ids.includes(each.id)
		);
		return new Map(found.map((each): [number, Outcome] => [each.id, outcomeOf(each)]));
	}

	async outcomesByMid(subject: string, mids: readonly string[]) {
		await this.#call('outcomesByMid');
		const found = this.#state.outcomes.filter(
			(each) => each.subject === subject && mids.includes(each.mid)
		);
		for (const { mid } of found) this.#knownOutcomes.add(`${subject} ${mid}`);
		return new Map(found.map((each): [string, Outcome] => [each.mid, outcomeOf(each)]));
	}

	async flush(writes: readonly TableWrites[], at: Instant) {
		await this.#call('flush');
		for (const { table, puts, removes, touches } of writes) {
			for (const { row, isNew } of puts) {
				// An insert waits for whoever inserts the same id, as a unique index makes it.
				await this.#lock(rowName(table, row.id), 'update');
				if (isNew && this.#state.tables[table.name]?.has(row.id))
					throw new IdTaken(table.name, row.id);
			}
			for (const id of [...removes, ...touches]) await this.#lockRow(table, id, 'update');
		}
		this.#flushed = frozenWrites(writes);
		this.#at = at;
	}

	async saveEffects(effects: readonly Effect[]) {
		await this.#call('saveEffects');
		for (const { key } of effects) await this.#lock(`effect ${key}`, 'update');
		this.#effects = frozen(effects);
	}

	async assignNumbers(writes: readonly TableWrites[]) {
		await this.#call('assignNumbers');
		const numbered = writes.flatMap(({ puts }) => puts.filter((put) => put.series !== undefined));
		for (const series of [...new Set(numbered.map((put) => put.series as string))].sort()) {
			await this.#lock(`series ${series}`, 'update');
			let last = this.#state.series.get(series) ?? 0;
			for (const put of numbered) if (put.series === series) this.#numberOf.set(put, (last += 1));
			this.#numbers.set(series, last);
		}
	}

	async commitClock(step: ClockStep): Promise<Positions> {
		await this.#call('commitClock');
		for (const space of CLOCK_ORDER) {
			if (step.spaces.includes(space)) await this.#lock(`clock ${space}`, 'update');
		}
		await this.#opened.step('clockTaken');
		this.#assertUnique(step);
		this.#step = step;
		return positionsIn(this.applied());
	}

	/** The committed state with this transaction on top. */
	applied(): AuthorityState {
		const step = this.#step;
		const state = this.#state;
		if (!step) {
			if (this.#flushed.length > 0) throw new Error('written without a clock');
			return state;
		}
		const next = { ...state, ...this.#chained(state, step) };
		const v = { main: next.digests.main.length - 1, telemetry: next.digests.telemetry.length - 1 };
		const tables = { ...state.tables };
		for (const writes of this.#flushed) {
			tables[writes.table.name] = this.#written(state, writes, v[writes.table.space], step.writes);
		}
		const log = { ...state.log };
		for (const entry of step.log) {
			log[entry.space] = [...log[entry.space], { ...frozen(entry), v: v[entry.space] }];
		}
		return { ...next, tables, log, ...this.#books(state, step, v.main) };
	}

	#chained({ digests }: AuthorityState, { spaces, auditRoot }: ClockStep) {
		const next = { ...digests };
		for (const space of spaces) {
			const previous = digests[space].at(-1) as string;
			const digest = nextDigest(previous, digests[space].length, auditRoot);
			next[space] = [...digests[space], digest];
		}
		return { digests: next };
	}

	#written(
		state: AuthorityState,
		{ table, puts, removes, touches }: TableWrites,
		v: number,
		given: readonly TableWrites[]
	): ReadonlyMap<string, MemoryRow> {
		const rows = new Map(state.tables[table.name]);
		const originals = given.find((each) => each.table === table)?.puts ?? [];
		for (const put of puts) {
			const before = rows.get(put.row.id);
			const number = originals
				.filter((each) => each.row.id === put.row.id)
				.map((each) => this.#numberOf.get(each))[0];
			rows.set(put.row.id, {
				row: number === undefined ? put.row : frozen<AnyRow>({ ...put.row, number }),
				v,
				cv: before?.cv ?? 0,
				born: before?.born ?? v,
				scopes: put.scopes,
				order: put.order,
				isOpen: put.isOpen,
				touchedAt: this.#at
			});
		}
		for (const id of removes) rows.delete(id);
		for (const id of touches) {
			const root = rows.get(id);
			if (root) rows.set(id, { ...root, cv: root.cv + 1, touchedAt: this.#at });
		}
		return rows;
	}

	#books(state: AuthorityState, step: ClockStep, v: number) {
		const clients = new Map(state.clients);
		const tries = new Map(state.tries);
		for (const client of step.clients) {
			clients.set(client.group, frozen(client));
			if (client.tries === 0) tries.delete(client.group);
			else tries.set(client.group, { id: client.tryingId, tries: client.tries });
		}
		const moved = new Set(step.outcomes.map(({ subject, mid }) => `${subject} ${mid}`));
		const outcomes = state.outcomes.filter(({ subject, mid }) => !moved.has(`${subject} ${mid}`));
		const effects = new Map(state.effects);
		for (const effect of this.#effects)
			if (!effects.has(effect.key)) effects.set(effect.key, effect);
		return {
			clients,
			tries,
			outcomes: [...outcomes, ...step.outcomes.map((outcome) => frozen({ ...outcome, v }))],
			audit: [...state.audit, ...frozen(step.audit)],
			effects,
			series: new Map([...state.series, ...this.#numbers])
		};
	}

	#assertUnique({ clients, outcomes }: ClockStep): void {
		const hasNewRival = clients.some(
			({ group }) => !this.#knownGroups.has(group) && this.#state.clients.has(group)
		);
		const hasOutcome = outcomes.some((outcome) => {
			if (this.#knownOutcomes.has(`${outcome.subject} ${outcome.mid}`)) return false;
			return this.#state.outcomes.some(
				(each) =>
					(each.group === outcome.group && each.id === outcome.id) ||
					(each.subject === outcome.subject && each.mid === outcome.mid)
			);
		});
		if (hasNewRival || hasOutcome) throw new StoreUnavailable('another transaction was first');
	}

	get #state(): AuthorityState {
		return this.#opened.committed();
	}

	async #call(label: string): Promise<void> {
		// With the clock in hand everybody waits: nothing but the commit may follow.
		if (this.#step) throw new Error(`${label} after the clock`);
		await this.#opened.step(label);
	}

	async #lock(name: string, mode: 'share' | 'update'): Promise<void> {
		await this.#opened.alive(this.#opened.locks.acquire(this, name, mode));
	}

	/** False for a row that does not exist: there is nothing to lock. */
	async #lockRow(table: Table, id: string, mode: 'share' | 'update'): Promise<boolean> {
		if (!this.#state.tables[table.name]?.has(id)) return false;
		await this.#lock(rowName(table, id), mode);
		return true;
	}
}

function rowName(table: Table, id: string): string {
	return `row ${table.name} ${id}`;
}

/** Tables stay the same objects: only what was written is copied. */
function frozenWrites(writes: readonly TableWrites[]): readonly TableWrites[] {
	return writes.map(({ table, puts, removes, touches }) => ({
		table,
		puts: frozen(puts),
		removes: frozen(removes),
		touches: frozen(touches)
	}));
}
