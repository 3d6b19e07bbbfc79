import type { Failure } from '#domain/kernel/index.ts';
import type { ClientRow } from '#sync/authority/ports.ts';
import type { Outcome, Position, Positions } from '#sync/protocol/index.ts';
import type { ArrayRow } from './pg-session.ts';

/** Select list of a client row: alias `c` of sync_client, `q` of its quarantine row, if any. */
export const clientColumns =
	'c.grp, c.subject, c.last, c.last_now, c.acked, coalesce(q.id, 0), coalesce(q.tries, 0)';

export function clientRow(values: ArrayRow): ClientRow {
	const [group, subject, last, lastNow, acked, tryingId, tries] = values as [
		string,
		string,
		number,
		number,
		number,
		number,
		number
	];
	return { group, subject, last, lastNow, acked, tryingId, tries };
}

export const outcomeColumns = 'id, mid, kind, fields, failure, v';

export function outcomeRow(values: ArrayRow): Outcome {
	const [id, mid, kind, fields, failure, v] = values as [
		number,
		string,
		Outcome['kind'],
		string[] | null,
		Failure | null,
		number
	];
	return {
		id,
		mid,
		kind,
		...(fields === null ? {} : { fields }),
		...(failure === null ? {} : { failure }),
		v
	};
}

/** From rows of space, v, digest. */
export function positionsOf(rows: readonly ArrayRow[]): Positions {
	const found = new Map(rows.map(([space, v, digest]) => [space, { v, digest } as Position]));
	const main = found.get('main');
	const telemetry = found.get('telemetry');
	if (!main || !telemetry) throw new Error('A space has no clock');
	return { main, telemetry };
}
