import type { RowRef } from '#client/index.ts';
import { person, site } from '#domain/identity/index.ts';
import type { Ticket, TicketColumn, TicketGroup } from '#domain/tickets/index.ts';
import { m } from '#messages/generated/messages.js';
import { dateFormat } from '#ui/format/format-settings.ts';
import { columnWords, groupWords, headingWords, type NamesOf } from '#ui/views/view-words.ts';
import { kindWords } from './kind-words.ts';
import { receiptOf, stateWords } from './ticket-words.ts';

/** How a view becomes a table of texts. */
export interface ExportShape {
	readonly columns: readonly TicketColumn[];
	/** A heading that is no column comes first as one. */
	readonly group: TicketGroup | null;
	/** IANA zone in which times are written; the names of their columns say it. */
	readonly zone: string;
	readonly names: NamesOf;
}

const TIMES: readonly TicketColumn[] = ['opened', 'updated', 'waiting'];
/** Its form is 2026-11-24 13:14, which every spreadsheet reads as a time. */
const SORTABLE = 'sv-SE';

function groupColumn({ columns, group }: ExportShape): TicketGroup | null {
	const isThere = group !== null && (columns as readonly string[]).includes(group);
	return isThere ? null : group;
}

export function exportHeader(shape: ExportShape): readonly string[] {
	const group = groupColumn(shape);
	const wordsOf = (column: TicketColumn) => {
		if (!TIMES.includes(column)) return columnWords(column);
		const words = column === 'waiting' ? m.export_state_since() : columnWords(column);
		return m.export_in_zone({ column: words, zone: shape.zone });
	};
	return [...(group === null ? [] : [groupWords(group)]), ...shape.columns.map(wordsOf)];
}

const keyOf = (row: Ticket, group: TicketGroup): string => `${row[group] ?? ''}`;

/** The row's texts under `exportHeader`. */
export function exportRow(row: Ticket, shape: ExportShape): readonly string[] {
	const group = groupColumn(shape);
	const heading = group === null ? [] : [headingWords(group, keyOf(row, group), shape.names)];
	return [...heading, ...shape.columns.map((column) => cellOf(row, column, shape))];
}

/** The records whose names a row shows by id. */
export function namedIn({ site: place, assignee, requester }: Ticket): readonly RowRef[] {
	return [
		...(place === null ? [] : [{ table: site.name, id: place }]),
		...[assignee, requester].filter((id) => id !== null).map((id) => ({ table: person.name, id }))
	];
}

function cellOf(row: Ticket, column: TicketColumn, { zone, names }: ExportShape): string {
	const time = (at: number) =>
		dateFormat(
			{ locale: SORTABLE, zone },
			{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }
		).format(at);
	switch (column) {
		case 'number':
			return row.number ?? receiptOf(row.id);
		case 'title':
			return row.title;
		case 'requester':
			return row.requesterName;
		case 'state':
			return stateWords(row.state);
		case 'priority':
			return `${row.priority}`;
		case 'assignee':
			return row.assigneeName ?? '';
		case 'team':
			return names.ofTeam(row.team);
		case 'site':
			return names.ofSite(row.site);
		case 'tags':
			return row.tags.join(', ');
		case 'kind':
			return kindWords(row.kind);
		case 'opened':
			return time(row.openedAt);
		case 'updated':
			return time(row.updatedAt);
		case 'waiting':
			return time(row.stateSince);
	}
}
