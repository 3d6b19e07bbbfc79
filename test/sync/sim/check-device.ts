import type { AnyRow } from '#domain/kernel/index.ts';
import type { Cookie } from '#sync/protocol/index.ts';
import type { RowChanges } from '#sync/replica/index.ts';
import {
	emptyMeta,
	rowKey,
	type BaseRecord,
	type Meta,
	type OutcomeRecord,
	type PackRecord,
	type QueueRecord
} from '#sync/replica/records.ts';
import { worldRegistry } from '../support/world-registry.ts';
import { mayRead } from './check-answers.ts';
import type { SimDevice, SimTab, World } from './device.ts';

export interface Copy {
	readonly table: string;
	readonly row: AnyRow;
	readonly v: number;
	readonly gen: number;
}

const tableKinds = new Map(worldRegistry.tables.map((table) => [table.name, table]));

/** What must hold of a device after each of its transactions, read from the raw records. */
export class DeviceCheck {
	readonly #device: SimDevice;
	readonly #world: World;
	readonly #saved = new Set<string>();
	readonly #settled = new Set<string>();
	readonly #shown = new WeakMap<SimTab, Map<string, { gen: number; v: number }>>();
	#before: Meta = emptyMeta;

	constructor(device: SimDevice, world: World) {
		this.#device = device;
		this.#world = world;
	}

	/** Mutations that the person was told are saved. */
	get savedMids(): ReadonlySet<string> {
		return this.#saved;
	}

	meta(): Meta {
		const records = this.#device.disk.all('meta').map(({ key, value }) => [key, value] as const);
		return { ...emptyMeta, ...(Object.fromEntries(records) as Partial<Meta>) };
	}

	saved(mid: string): void {
		this.#saved.add(mid);
		this.#checkKept();
	}

	/** I6: what was just saved is what its tab shows, unless another queued change of its own lies over it. */
	readsOwnWrites(tab: SimTab, mid: string): void {
		const { memory } = tab.replica;
		const [id] = memory.queued().find(([, { mutation }]) => mutation.mid === mid) ?? [];
		for (const write of id === undefined ? [] : (memory.overlay.get(id)?.writes ?? [])) {
			const isCovered = memory
				.queued()
				.some(
					([other]) =>
						other > (id ?? 0) && memory.overlay.get(other)?.writes.some((w) => w.id === write.id)
				);
			const shown = memory.visible(write.table, write.id) ?? null;
			if (!isCovered && JSON.stringify(shown) !== JSON.stringify(write.row))
				this.#report('I6', `own write of ${write.table} ${write.id} is not shown`);
		}
	}

	/** I6: within a history a row never goes back on a screen. */
	shown(tab: SimTab, changes: RowChanges): void {
		const seen = this.#shown.get(tab) ?? new Map<string, { gen: number; v: number }>();
		this.#shown.set(tab, seen);
		for (const [table, ids] of changes) {
			for (const id of ids) {
				const now = tab.replica.memory.held.get(table)?.get(id);
				const before = seen.get(rowKey(table, id));
				if (!now) continue;
				if (before && before.gen === now.gen && before.v > now.v)
					this.#report('I6', `${table} ${id} went back from v${before.v} to v${now.v}`);
				if (before && before.gen > now.gen)
					this.#report('I6', `${table} ${id} went back to an earlier history`);
				seen.set(rowKey(table, id), { gen: now.gen, v: now.v });
			}
		}
	}

	committed(): void {
		const meta = this.meta();
		this.#checkCookie(this.#before, meta);
		this.#checkKept();
		this.#checkRows(meta);
		this.#checkSeen(meta);
		if (meta.defects.length > this.#before.defects.length)
			this.#report('I3', `self-audit: ${JSON.stringify(meta.defects.at(-1))}`);
		this.#before = meta;
	}

	/** Every copy that counts, the exit list obeyed. */
	copies(meta: Meta): readonly Copy[] {
		const exits = new Map(meta.exits);
		const base = this.#device.disk.all('base').map(({ value }) => value as BaseRecord);
		const packs = this.#device.disk.all('pages').flatMap(({ key, value }) => {
			const { gen, rows } = value as PackRecord;
			return rows
				.filter(({ table, row }) => Number(key) >= (exits.get(rowKey(table, row.id)) ?? 0))
				.map((copy) => ({ ...copy, gen }));
		});
		return [...base, ...packs];
	}

	#checkCookie(before: Meta, now: Meta): void {
		if (now.gen < before.gen) this.#report('I9', 'the history went back');
		if (now.gen !== before.gen || !before.cookie || !now.cookie) return;
		for (const space of ['main', 'telemetry'] as const) {
			const [old, next] = [before.cookie.spaces[space], now.cookie.spaces[space]];
			if (next.v < old.v) this.#report('I9', `${space} went back from ${old.v} to ${next.v}`);
			const state =
				space === 'main'
					? this.#history.atMain(next.digest)
					: this.#history.atTelemetry(next.digest);
			if (state?.digests[space][old.v] !== old.digest)
				this.#report('I11', `${space}: ${next.v} is of another history than ${old.v}`);
		}
	}

	/** I1: what was called saved is in the queue, or has its outcome here; both never. */
	#checkKept(): void {
		const queued = new Set(
			this.#device.disk.all('queue').map(({ value }) => (value as QueueRecord).mutation.mid)
		);
		const outcomes = new Set(
			this.#device.disk.all('outcome').map(({ value }) => (value as OutcomeRecord).outcome.mid)
		);
		for (const mid of outcomes) {
			if (queued.has(mid)) this.#report('I1', `${mid} is queued and has an outcome`);
			this.#settled.add(mid);
		}
		for (const mid of this.#saved) {
			if (!queued.has(mid) && !outcomes.has(mid)) this.#report('I1', `${mid} is gone`);
		}
	}

	#checkRows(meta: Meta): void {
		const { cookie, gen } = meta;
		if (!cookie) return;
		const copies = this.copies(meta);
		const newest = new Map<string, Copy>();
		for (const copy of copies) {
			const key = rowKey(copy.table, copy.row.id);
			const best = newest.get(key);
			if (!best || copy.gen > best.gen || (copy.gen === best.gen && copy.v > best.v))
				newest.set(key, copy);
		}
		for (const copy of copies) {
			if (copy.gen === gen) this.#checkCopy(meta, cookie, copy, newest);
			else if (!meta.hasOldRows && newest.get(rowKey(copy.table, copy.row.id)) === copy)
				this.#report('I3', `${copy.table} ${copy.row.id} is of a history that is gone`);
		}
	}

	/** I4: what was seen of a row before a change is a copy of it like any other. */
	#checkSeen(meta: Meta): void {
		const { cookie } = meta;
		const state = cookie && this.#history.atMain(cookie.spaces.main.digest);
		if (!state || meta.hasOldRows) return;
		const records = [...this.#device.disk.all('queue'), ...this.#device.disk.all('outcome')];
		for (const { value } of records) {
			const { seen } = value as QueueRecord | OutcomeRecord;
			const stored = seen && state.tables[seen.table]?.get(seen.id);
			if (stored && !mayRead(state, new Set(cookie.scopes), seen.table, stored.row))
				this.#report('I4', `keeps what was seen of ${seen.table} ${seen.id}`);
		}
	}

	#checkCopy(meta: Meta, cookie: Cookie, copy: Copy, newest: ReadonlyMap<string, Copy>): void {
		const { table: name, row, v } = copy;
		const table = tableKinds.get(name);
		const space = table?.space ?? 'main';
		const at = cookie.spaces[space];
		const state =
			space === 'main' ? this.#history.atMain(at.digest) : this.#history.atTelemetry(at.digest);
		if (!table || !state) return this.#report('I11', `no state is known for ${at.digest}`);
		const root = table.kind === 'child' ? newest.get(rowKey(table.of, row.root ?? '')) : undefined;
		if (table.kind === 'child' && !root)
			return this.#report('I5', `${name} ${row.id} hangs on nothing`);
		const readAt = Math.max(v, root?.v ?? 0);
		if (readAt > at.v) {
			// Read beyond the cookie by a page or a detail.
			if (table.kind === 'root' && !meta.run)
				this.#report('I7', `${name} ${row.id} v${v} outside a run, beyond ${at.v}`);
			return;
		}
		const stored = state.tables[name]?.get(row.id);
		const scopes = new Set(cookie.scopes);
		if (!stored || !mayRead(state, scopes, name, stored.row)) {
			this.#report('I4', `holds ${name} ${row.id} v${v}, not to be seen at ${at.v}`);
		} else if (newest.get(rowKey(name, row.id)) === copy && stored.v !== v) {
			this.#report('I3', `holds ${name} ${row.id} v${v}, which at ${at.v} has v${stored.v}`);
		}
	}

	get #history() {
		return this.#world.server.history;
	}

	#report(invariant: Parameters<World['report']>[0], what: string): void {
		this.#world.report(invariant, `${this.#device.label}: ${what}`);
	}
}
