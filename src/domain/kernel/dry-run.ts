import { applied, rejected, type Verdict } from './failure.ts';
import type { Context, Mutator } from './mutator.ts';
import type { AnyRow, RowOf, Table } from './table.ts';
import { isRow, type Found, type ReadTx, type WriteTx } from './tx.ts';

/** What a command would do to one row: `before` is missing for a new one, `after` for one that goes. */
export interface RowEffect {
	readonly table: string;
	readonly id: string;
	readonly before?: AnyRow;
	readonly after?: AnyRow;
}

export interface DryRun {
	readonly verdict: Verdict;
	/** Empty where the command is refused. */
	readonly effects: readonly RowEffect[];
}

class IdTaken extends Error {}

/** Reads through `reads`, keeps what is written to itself. */
class DryTx implements WriteTx {
	readonly #reads: ReadTx;
	readonly #effects = new Map<string, RowEffect>();

	constructor(reads: ReadTx) {
		this.#reads = reads;
	}

	get effects(): readonly RowEffect[] {
		return [...this.#effects.values()];
	}

	#written(table: Table, id: string): RowEffect | undefined {
		return this.#effects.get(`${table.name}/${id}`);
	}

	#write(table: Table, id: string, before: AnyRow | undefined, after: AnyRow | undefined): void {
		this.#effects.set(`${table.name}/${id}`, {
			table: table.name,
			id,
			...(before ? { before } : {}),
			...(after ? { after } : {})
		});
	}

	async get<T extends Table>(table: T, id: string): Promise<Found<RowOf<T>>> {
		const { after } = this.#written(table, id) ?? {};
		return after ? (after as unknown as RowOf<T>) : this.#reads.get(table, id);
	}

	async children<T extends Table & { kind: 'child' }>(table: T, root: string) {
		const found = await this.#reads.children(table, root);
		if (typeof found === 'symbol') return found;
		const rows = new Map(found.map((row) => [row.id, row as unknown as AnyRow]));
		for (const { table: name, id, after } of this.#effects.values()) {
			if (name !== table.name) continue;
			if (after?.root === root) rows.set(id, after);
			else rows.delete(id);
		}
		return [...rows.values()] as unknown as readonly RowOf<T>[];
	}

	async insert<T extends Table>(table: T, row: RowOf<T>): Promise<void> {
		const plain = row as unknown as AnyRow;
		const there = this.#written(table, plain.id)?.after ?? (await this.#reads.get(table, plain.id));
		if (typeof there !== 'symbol') throw new IdTaken();
		this.#write(table, plain.id, undefined, plain);
	}

	async update<T extends Table>(table: T, id: string, patch: Partial<RowOf<T>>): Promise<void> {
		const before = await this.get(table, id);
		if (!isRow(before)) throw new Error(`Not read: ${table.name}/${id}`);
		const written = this.#written(table, id);
		const first = written ? written.before : (before as unknown as AnyRow);
		this.#write(table, id, first, { ...(before as unknown as AnyRow), ...patch });
	}

	async remove<T extends Table & { kind: 'child' }>(table: T, id: string): Promise<void> {
		const before = await this.get(table, id);
		this.#write(table, id, isRow(before) ? (before as unknown as AnyRow) : undefined, undefined);
	}
}

/**
 * What a command would come to as things stand here: its verdict by its own guards, and the rows that it would change. Nothing is
 * written. The arguments must have passed the mutator's schema. The server may still decide otherwise.
 */
export async function dryRun<Args>(
	mutator: Mutator<Args>,
	args: Args,
	reads: ReadTx,
	ctx: Context
): Promise<DryRun> {
	const tx = new DryTx(reads);
	try {
		const verdict = (await mutator.run({ tx, ctx, args })) ?? applied;
		return { verdict, effects: verdict.kind === 'rejected' ? [] : tx.effects };
	} catch (error) {
		if (error instanceof IdTaken) return { verdict: rejected('id_taken'), effects: [] };
		throw error;
	}
}

/** A preview of N commands of a bulk, each as if it were alone: they are N mutations, and each may be refused by itself. */
export async function previewBulk<Args>(
	mutator: Mutator<Args>,
	each: readonly Args[],
	reads: ReadTx,
	contextOf: (index: number) => Context
): Promise<readonly DryRun[]> {
	const runs: DryRun[] = [];
	for (const [index, args] of each.entries()) {
		runs.push(await dryRun(mutator, args, reads, contextOf(index)));
	}
	return runs;
}
