import { childTablesOf, DAY, type RootTable } from '#domain/kernel/index.ts';
import {
	CHILDREN_DAYS,
	isRefusal,
	MAX_STREAM_ROWS,
	PAGE_ROWS,
	refusal,
	snapshotRequestSchema,
	type Complete,
	type Page,
	type PagePosition,
	type Put,
	type SnapshotRequest,
	type SyncRefusal
} from '../protocol/index.ts';
import { readWhole } from './complete.ts';
import type { AuthorityReader } from './ports.ts';
import type { Authority } from './push.ts';
import { openReading, type Reading } from './reader-view.ts';
import { checkRequest, type Session } from './request.ts';
import { rootTables } from './visibility.ts';

/** Roots looked at for one page of children: most of an old table's roots keep none on a device. */
const ROOTS_PER_STEP = 100;
const STEPS_PER_PAGE = 20;

/**
 * A first sync of scopes: the heads of all root tables, newest and open first, then the children of those that are open
 * or were touched lately, root by root and each whole. The first page is read alone, so that a list can be shown at once;
 * then as many heads as one answer may hold are read together. Each reading is a snapshot of its own, with the caller's
 * scopes looked up anew; a page carries its version, and the run goes on after any page.
 */
export async function* snapshot(
	authority: Authority,
	session: Session,
	input: unknown
): AsyncGenerator<Page | SyncRefusal> {
	const checked = checkRequest(snapshotRequestSchema, input, session);
	if ('refused' in checked) return yield checked.refused;
	const { request } = checked;
	const misfit = misfitOf(authority, request);
	if (misfit) return yield misfit;
	let after = request.after;
	let rows = 0;
	let room = PAGE_ROWS;
	do {
		const pages = await authority.store.read((reader) =>
			readPages(authority, reader, { ...request, after }, room)
		);
		if (isRefusal(pages)) return yield pages;
		for (const page of pages) {
			yield page;
			after = page.next;
			rows += Math.max(1, page.puts.length);
		}
		room = MAX_STREAM_ROWS - rows;
	} while (after && room > 0);
}

function misfitOf({ registry }: Authority, request: SnapshotRequest): SyncRefusal | undefined {
	const { scopes, cookie, v0, after } = request;
	// The cookie names the run's scopes from its opening on, so that pulls meanwhile bring their changes.
	if (!scopes.every((scope) => cookie.scopes.includes(scope))) {
		return refusal('bad_request', 'scopes');
	}
	if (v0 > cookie.spaces.main.v) return refusal('bad_request', 'v0');
	const isKnown = !after || rootTables(registry).some(({ name }) => name === after.table);
	return isKnown ? undefined : refusal('bad_request', 'after.table');
}

/** At least one page: full ones of `room` heads in all, or one with children. */
async function readPages(
	authority: Authority,
	reader: AuthorityReader,
	request: SnapshotRequest,
	room: number
): Promise<readonly Page[] | SyncRefusal> {
	const reading = await openReading(reader, authority.registry, request);
	if (isRefusal(reading)) return reading;
	if (!request.scopes.every((scope) => reading.held.includes(scope))) return refusal('scopes');
	const pages = new PageReader(authority, reader, request, reading);
	const heads = request.after?.phase === 'children' ? [] : await pages.heads(room);
	const contents = heads.length > 0 ? heads : [await pages.children()];
	const total = request.after ? {} : { total: await pages.total() };
	return contents.map((content, index) => ({
		run: request.run,
		after: contents[index - 1]?.next ?? request.after,
		...content,
		...reading.positions.main,
		...total
	}));
}

type Content = Pick<Page, 'puts' | 'complete' | 'next'>;

class PageReader {
	readonly #authority: Authority;
	readonly #reader: AuthorityReader;
	readonly #request: SnapshotRequest;
	readonly #reading: Reading;

	constructor(
		authority: Authority,
		reader: AuthorityReader,
		request: SnapshotRequest,
		reading: Reading
	) {
		this.#authority = authority;
		this.#reader = reader;
		this.#request = request;
		this.#reading = reading;
	}

	async total(): Promise<number> {
		let total = 0;
		for (const table of rootTables(this.#authority.registry)) {
			total += await this.#reader.countRoots(table, this.#request.scopes);
		}
		return total;
	}

	/** Pages of `room` heads in all; none after the last head, when the children follow. */
	async heads(room: number): Promise<readonly Content[]> {
		const { after, scopes } = this.#request;
		const heads: { readonly put: Put; readonly next: PagePosition }[] = [];
		for (const { table, from } of tablesFrom(rootTables(this.#authority.registry), after)) {
			if (heads.length === room) break;
			const rows = await this.#reader.roots(table, scopes, from, room - heads.length);
			for (const { row, v, order } of rows) {
				const next = { phase: 'heads', table: table.name, order, id: row.id } as const;
				heads.push({ put: { table: table.name, row, v }, next });
			}
		}
		return pagesOf(heads).map((page) => ({
			puts: page.map(({ put }) => put),
			complete: [],
			next: page.at(-1)?.next ?? null
		}));
	}

	async children(): Promise<Content> {
		const { registry } = this.#authority;
		const after = this.#request.after?.phase === 'children' ? this.#request.after : null;
		const tables = rootTables(registry).filter(
			(each) => childTablesOf(registry, each.name).length > 0
		);
		const page = { puts: [] as Put[], complete: [] as Complete[] };
		let steps = 0;
		for (const { table, from } of tablesFrom(tables, after)) {
			let place = from;
			for (;;) {
				const rows = await this.#reader.roots(table, this.#request.scopes, place, ROOTS_PER_STEP);
				const last = await this.#addWhole(table, rows, page);
				steps += 1;
				if (!last) break;
				place = { order: last.order, id: last.row.id };
				if (page.puts.length >= PAGE_ROWS || steps >= STEPS_PER_PAGE) {
					return { ...page, next: { phase: 'children', table: table.name, ...place } };
				}
			}
		}
		return { ...page, next: null };
	}

	/** Adds whole roots while there is room; answers the last root that was dealt with. */
	async #addWhole(
		table: RootTable,
		rows: Awaited<ReturnType<AuthorityReader['roots']>>,
		page: { readonly puts: Put[]; readonly complete: Complete[] }
	) {
		const { registry, world } = this.#authority;
		const since = world.now() - CHILDREN_DAYS * DAY;
		const lively = rows.filter(({ isOpen, touchedAt }) => isOpen || touchedAt >= since);
		const whole = await readWhole(this.#reader, registry, this.#reading.viewer, table, lively);
		const completeById = new Map(whole.complete.map((entry) => [entry.id, entry]));
		for (const root of rows) {
			const complete = completeById.get(root.row.id);
			if (complete) {
				page.complete.push(complete);
				page.puts.push(...(whole.childrenByRoot.get(root.row.id) ?? []));
			}
			if (page.puts.length >= PAGE_ROWS) return root;
		}
		return rows.at(-1);
	}
}

function pagesOf<Head>(heads: readonly Head[]): readonly (readonly Head[])[] {
	const pages: Head[][] = [];
	for (let at = 0; at < heads.length; at += PAGE_ROWS) pages.push(heads.slice(at, at + PAGE_ROWS));
	return pages;
}

/** Tables from a position on, the first of them after the row that it names. */
function tablesFrom(tables: readonly RootTable[], after: PagePosition | null) {
	const start = after ? tables.findIndex(({ name }) => name === after.table) : 0;
	return tables.slice(Math.max(0, start)).map((table, index) => ({
		table,
		from: after && index === 0 ? { order: after.order, id: after.id } : null
	}));
}
