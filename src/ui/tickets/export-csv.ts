import type { FrozenList } from '#client/index.ts';
import type { Ticket } from '#domain/tickets/index.ts';
import { BYTE_ORDER_MARK, csvLine } from '#ui/views/csv.ts';
import { pause } from '#ui/views/pause.ts';
import { exportHeader, exportRow, type ExportShape } from './export-table.ts';

/** Rows of one slice: some ten milliseconds of the page. */
const SLICE = 400;

/**
 * The list as a file, slice by slice, so that the page stays usable meanwhile. Undefined when `onslice` answers false.
 * @param options.know resolves when the names behind the ids of the rows are there
 * @param options.onslice told how many rows are written
 */
export async function csvOf(
	list: FrozenList<Ticket>,
	shape: ExportShape,
	options: {
		readonly mark: boolean;
		readonly know: (rows: readonly Ticket[]) => Promise<void>;
		readonly onslice: (rows: number) => boolean;
	}
): Promise<Blob | undefined> {
	const parts = [options.mark ? BYTE_ORDER_MARK : '', csvLine(exportHeader(shape))];
	for (let at = 0; at < list.total; at += SLICE) {
		const rows = await list.rows(at, Math.min(list.total, at + SLICE));
		await options.know(rows);
		parts.push(rows.map((row) => csvLine(exportRow(row, shape))).join(''));
		if (!options.onslice(at + rows.length)) return undefined;
		await pause();
	}
	return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

/** Long enough for the browser to have begun with it. */
const KEPT = 60_000;

/** Gives the file to the browser, which saves it under the name. */
export function saveFile(file: Blob, name: string): void {
	const address = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), KEPT);
}

/** "tickets-my-teams-2026-11-24.csv": letters and digits of any script, nothing that a file system minds. */
export function fileName(view: string, day: string): string {
	const words = view.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
	return `tickets-${words.replace(/^-|-$/g, '')}-${day}.csv`;
}
