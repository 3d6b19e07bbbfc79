import { bulkTicket } from '../support/bulk-rows.ts';

/** Milliseconds of `count` sorts of an array of rows by another of its columns. */
export async function measureMemory(
	rows: number,
	now: number,
	count: number
): Promise<{ sorts: number[]; kept: number }> {
	const heads = Array.from({ length: rows }, (_, n) => bulkTicket(n, rows, now).head);
	const columns = ['updatedAt', 'priority', 'openedAt', 'stateSince'] as const;
	const sorts: number[] = [];
	for (let n = 0; n < count; n += 1) {
		const column = columns[n % columns.length] ?? 'updatedAt';
		const began = performance.now();
		heads.toSorted((a, b) => b[column] - a[column]);
		sorts.push(performance.now() - began);
		await new Promise((resolve) => setTimeout(resolve));
	}
	// Held on to, so that the heap of this page is that of the bare rows.
	Object.assign(globalThis, { heads });
	return { sorts, kept: heads.length };
}
