import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedIds } from '#server/seed/company.ts';
import { ticket, ticketColumns, type Ticket } from '#domain/tickets/index.ts';
import { company, Desk } from '#test/support/company.ts';
import { csvOf, fileName } from '#ui/tickets/export-csv.ts';
import { exportHeader, exportRow, namedIn } from '#ui/tickets/export-table.ts';
import { BYTE_ORDER_MARK, csvCell, csvLine } from '#ui/views/csv.ts';

/** RFC 4180, read as a spreadsheet reads it. */
function parsed(text: string): string[][] {
	const lines: string[][] = [];
	let cells: string[] = [];
	let at = 0;
	while (at < text.length) {
		let cell = '';
		if (text[at] === '"') {
			at += 1;
			for (; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
				if (text[at] === '"') at += 1;
				cell += text[at] ?? '';
			}
			at += 1;
		} else {
			while (at < text.length && text[at] !== ',' && text[at] !== '\r') cell += text[at++] ?? '';
		}
		cells.push(cell);
		if (text[at] === ',') at += 1;
		else {
			at += 2;
			lines.push(cells);
			cells = [];
		}
	}
	return lines;
}

const awkward = fc.oneof(
	fc.string({
		unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ' ', 'a', "'", '＝')
	}),
	fc.string({ unit: 'binary' })
);

describe('UX-57: a line of CSV', () => {
	it('is read back as it was, but for the apostrophe before what could be a formula', () => {
		fc.assert(
			fc.property(fc.array(fc.array(awkward, { minLength: 1 })), (lines) => {
				const found = parsed(lines.map(csvLine).join(''));
				expect(found).toHaveLength(lines.length);
				for (const [index, cells] of lines.entries()) {
					const back = found[index]?.map((cell, at) =>
						cell === `'${cells[at]}` ? cells[at] : cell
					);
					expect(back).toEqual(cells);
				}
			})
		);
	});

	it('never begins a value with what a spreadsheet runs', () => {
		fc.assert(
			fc.property(awkward, (text) => {
				const [[cell = ''] = []] = parsed(csvLine([text]));
				expect(cell.trimStart()).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
				expect(cell).not.toMatch(/^[\t\r]/);
			})
		);
		expect(csvCell('=1+1')).toBe("'=1+1");
		expect(csvCell('  @SUM(A1)')).toBe("'  @SUM(A1)");
		expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
		expect(csvCell('plain')).toBe('plain');
	});
});

const names = {
	ofTeam: (id: string | null) => (id === null ? '' : 'Service desk'),
	ofSite: (id: string | null) => (id === null ? '' : 'Hamburg'),
	ofItem: () => '',
	ofPerson: (id: string) => `person ${id}`
};
const shape = { columns: ticketColumns, group: null, zone: 'Europe/Berlin', names };

describe('UX-57: a view as a table', () => {
	let row: Ticket;
	beforeAll(async () => {
		row = new Desk(await company()).store.row(ticket, seedIds.ticket('dock-scanner'));
	});

	it('has the columns of the view in their order, times with their zone', () => {
		const header = exportHeader({ ...shape, columns: ['title', 'opened', 'number'] });
		expect(header).toEqual(['Title', 'Opened (Europe/Berlin)', 'Key']);
		const opened = Date.UTC(2026, 6, 1, 22, 30);
		const cells = exportRow(
			{ ...row, openedAt: opened },
			{ ...shape, columns: ['title', 'opened'] }
		);
		expect(cells).toEqual([row.title, '2026-07-02 00:30']);
	});

	it('begins with the heading where the group is no column', () => {
		const grouped = { ...shape, columns: ['title'] as const, group: 'team' as const };
		expect(exportHeader(grouped)[0]).toBe('Team');
		expect(exportRow(row, grouped)).toEqual(['Service desk', row.title]);
		expect(exportHeader({ ...shape, group: 'team' })).toHaveLength(ticketColumns.length);
	});

	it('is written slice by slice and whole, and can be stopped', async () => {
		const rows = Array.from({ length: 1_001 }, (_, at) => ({ ...row, title: `=${at}` }));
		const list = {
			total: rows.length,
			rows: async (from: number, to: number) => rows.slice(from, to),
			close: () => undefined
		};
		const told: number[] = [];
		const asked: string[] = [];
		const options = {
			mark: true,
			know: async (known: readonly Ticket[]) => void asked.push(...known.map(({ title }) => title)),
			onslice: (count: number) => told.push(count) > 0
		};
		const file = await csvOf(list, { ...shape, columns: ['title'] }, options);
		const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file?.arrayBuffer());
		expect(text.startsWith(BYTE_ORDER_MARK)).toBe(true);
		const lines = parsed(text.slice(1)).flat();
		expect(lines).toEqual(['Title', ...rows.map(({ title }) => `'${title}`)]);
		expect(asked).toHaveLength(rows.length);
		expect(told.at(-1)).toBe(rows.length);
		expect(told.length).toBeGreaterThan(1);
		const stopped = await csvOf(list, shape, { ...options, onslice: () => false });
		expect(stopped).toBeUndefined();
	});

	it('names the records whose names it needs', () => {
		expect(namedIn(row).map(({ id }) => id)).toContain(row.requester);
	});

	it('has a name that every file system takes', () => {
		expect(fileName('My teams / VIP: "1"', '2026-11-24')).toBe(
			'tickets-my-teams-vip-1-2026-11-24.csv'
		);
	});
});
