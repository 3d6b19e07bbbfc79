import { tableNamed, type RootTable } from '#domain/kernel/index.ts';
import {
	detailRequestSchema,
	isRefusal,
	refusal,
	type Complete,
	type DetailAnswer,
	type DetailRequest,
	type Put,
	type SyncRefusal
} from '../protocol/index.ts';
import { readWhole } from './complete.ts';
import type { AuthorityReader } from './ports.ts';
import type { Authority } from './push.ts';
import { openReading } from './reader-view.ts';
import { checkRequest, type Session } from './request.ts';

/** Children of the roots named. Roots that the reader may not see are missing, as are those that do not exist. */
export async function detail(
	authority: Authority,
	session: Session,
	input: unknown
): Promise<DetailAnswer | SyncRefusal> {
	const checked = checkRequest(detailRequestSchema, input, session);
	if ('refused' in checked) return checked.refused;
	const byTable = groupByTable(authority, checked.request);
	if (isRefusal(byTable)) return byTable;
	return authority.store.read((reader) => readDetail(authority, reader, checked.request, byTable));
}

function groupByTable({ registry }: Authority, { roots }: DetailRequest) {
	const idsByTable = new Map<RootTable, Set<string>>();
	for (const [index, { table: name, id }] of roots.entries()) {
		const table = tableNamed(registry, name);
		if (table?.kind !== 'root') return refusal('bad_request', `roots.${index}.table`);
		idsByTable.set(table, (idsByTable.get(table) ?? new Set()).add(id));
	}
	return idsByTable;
}

async function readDetail(
	{ registry }: Authority,
	reader: AuthorityReader,
	request: DetailRequest,
	idsByTable: ReadonlyMap<RootTable, ReadonlySet<string>>
): Promise<DetailAnswer | SyncRefusal> {
	const reading = await openReading(reader, registry, request);
	if (isRefusal(reading)) return reading;
	const { viewer, positions } = reading;
	const puts: Put[] = [];
	const complete: Complete[] = [];
	for (const [table, ids] of idsByTable) {
		const rows = [...(await reader.rows(table, [...ids])).values()];
		const readable = rows.filter(({ row }) => viewer.seesRoot(table, row));
		const whole = await readWhole(reader, registry, viewer, table, readable);
		complete.push(...whole.complete);
		puts.push(...[...whole.childrenByRoot.values()].flat());
	}
	return { complete, puts, ...positions.main };
}
