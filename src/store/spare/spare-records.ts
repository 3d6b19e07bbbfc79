import { emptyMeta, type Meta, type QueueRecord } from '#sync/replica/index.ts';

/**
 * Lines of the spare: what became of the unsent queue, revision by revision. `whole`: all of it as of `rev`; the others
 * hold what one transaction changed (`null`: removed). Several tabs write lines of their own; `rev` orders them all.
 */
export interface SpareLine {
	readonly rev: number;
	readonly whole: boolean;
	readonly meta: Partial<SpareMeta>;
	readonly queue: readonly (readonly [number, QueueRecord | null])[];
}

/** What of `meta` gives the queue its place: with it the queue goes on under the same ids in the same group. */
export type SpareMeta = Pick<Meta, 'group' | 'gen' | 'nextId' | 'acked'>;

export interface Spare {
	readonly rev: number;
	readonly meta: SpareMeta;
	readonly queue: readonly (readonly [number, QueueRecord])[];
}

const { group, gen, nextId, acked } = emptyMeta;
const nothing: SpareMeta = { group, gen, nextId, acked };

export function isSpareMeta(key: unknown): key is keyof SpareMeta {
	return typeof key === 'string' && key in nothing;
}

/** A line break first, so that a line that was cut short spoils no other. */
export function writeLine(line: SpareLine): string {
	return `\n${JSON.stringify(line)}`;
}

/** What the lines come to, from the latest whole one on; undefined when there is none. */
export function readSpare(texts: readonly string[]): Spare | undefined {
	const lines = texts.flatMap(linesOf).sort((a, b) => a.rev - b.rev);
	const start = lines.findLastIndex(({ whole }) => whole);
	const from = lines[start];
	if (!from) return undefined;
	let meta: SpareMeta = { ...nothing, ...from.meta };
	const queue = new Map<number, QueueRecord>();
	const take = (line: SpareLine) => {
		meta = { ...meta, ...line.meta };
		for (const [id, record] of line.queue) {
			if (record === null) queue.delete(id);
			else queue.set(id, record);
		}
	};
	take(from);
	for (const line of lines.slice(start + 1)) if (line.rev > from.rev) take(line);
	const rev = lines.at(-1)?.rev ?? from.rev;
	return { rev, meta, queue: [...queue].sort(([a], [b]) => a - b) };
}

function linesOf(text: string): readonly SpareLine[] {
	return text.split('\n').flatMap((line) => {
		const parsed = parse(line);
		return isLine(parsed) ? [parsed] : [];
	});
}

function parse(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		// Cut short by the end of the process that wrote it: it was never acknowledged.
		return undefined;
	}
}

function isLine(value: unknown): value is SpareLine {
	return typeof value === 'object' && value !== null && 'rev' in value && 'queue' in value;
}
