import type pg from 'pg';
import type { Audience, Scope, Space } from '#domain/kernel/index.ts';
import type { LoggedChange } from '#sync/authority/ports.ts';
import { runPlanned, type ArrayRow } from './pg-session.ts';

export interface LogRange {
	readonly space: Space;
	/** Exclusive. */
	readonly from: number;
	/** Inclusive. */
	readonly to: number;
	readonly scopes: readonly Scope[];
	readonly limit: number;
}

const columns = 'v, tbl, id, root, audience, op, scopes_in, scopes_out';
const inScope = `space = $1 and v > $2 and v <= $3 and (scopes_in || scopes_out) && $4::text[]`;
const upToLimit = `select ${columns} from sync_log where ${inScope} order by v, tbl, id limit $5`;
const all = `select ${columns} from sync_log where ${inScope} order by v, tbl, id`;

/** Whole versions only: a version that does not fit is left for the next time, unless it is the first. */
export async function readLog(
	client: pg.ClientBase,
	range: LogRange
): Promise<readonly LoggedChange[]> {
	const { space, from, to, scopes, limit } = range;
	const rows = await runPlanned(client, upToLimit, [space, from, to, scopes, limit + 1]);
	if (rows.length <= limit) return rows.map((values) => change(space, values));
	const first = rows[0]?.[0];
	const cut = rows.at(-1)?.[0];
	const whole =
		first === cut
			? await runPlanned(client, all, [space, from, first, scopes])
			: rows.filter(([v]) => v !== cut);
	return whole.map((values) => change(space, values));
}

function change(space: Space, values: ArrayRow): LoggedChange {
	const [v, table, id, root, audience, op, scopesIn, scopesOut] = values as [
		number,
		string,
		string,
		string | null,
		Audience | null,
		'put' | 'del',
		string[],
		string[]
	];
	return {
		space,
		v,
		table,
		id,
		...(root === null ? {} : { root }),
		...(audience === null ? {} : { audience }),
		op,
		scopesIn,
		scopesOut
	};
}
