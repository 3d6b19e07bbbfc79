import type pg from 'pg';
import type { ClockStep, TableWrites } from '#sync/authority/ports.ts';
import type { Positions } from '#sync/protocol/index.ts';
import { inOrder } from './flush.ts';
import { run } from './pg-session.ts';
import { positionsOf } from './records.ts';
import { tableSql } from './table-sql.ts';

/**
 * The last statement of a write transaction (SYNC-CLOCK). Everything that needs the version is in it, and all rows that
 * it touches are either new or locked since earlier in the transaction, so that once it holds the clock it waits for
 * nobody: no lock that another transaction may hold while waiting for the clock is taken here.
 *
 * `main` reads `telemetry` in its WHERE, which makes PostgreSQL take the clock of telemetry first.
 */
const head = `with
telemetry as (
	update sync_clock set v = v + 1,
		digest = encode(sha256(convert_to(digest || ':' || (v + 1) || ':' || $1::text, 'UTF8')), 'hex')
	where space = 'telemetry' and $2::boolean
	returning space, v, digest
),
main as (
	update sync_clock set v = v + 1,
		digest = encode(sha256(convert_to(digest || ':' || (v + 1) || ':' || $1::text, 'UTF8')), 'hex')
	where space = 'main' and $3::boolean and (select count(*) from telemetry) >= 0
	returning space, v, digest
),
stands as (select * from telemetry union all select * from main),
chained as (insert into sync_chain (space, v, digest) select space, v, digest from stands),
logged as (
	insert into sync_log (space, v, tbl, id, root, audience, op, scopes_in, scopes_out)
	select l.space, s.v, l.tbl, l.id, l.root, l.audience, l.op, l.scopes_in, l.scopes_out
	from json_to_recordset($4::json) as l(space text, tbl text, id text, root text, audience text, op text,
		scopes_in text[], scopes_out text[])
	join stands s on s.space = l.space
),
decided as (
	insert into sync_outcome (grp, id, mid, subject, kind, fields, failure, v)
	select o.grp, o.id, o.mid, o.subject, o.kind, o.fields, o.failure, main.v
	from main, json_to_recordset($5::json) as o(grp text, id bigint, mid text, subject text, kind text,
		fields jsonb, failure jsonb)
),
audited as (
	insert into audit_entry (v, n, mid, subject, verb, verdict, at, received_at, grp, payload, salt, leaf)
	select main.v, a.n, a.mid, a.subject, a.verb, a.verdict, a.at, a.received_at, a.grp, a.payload, a.salt, a.leaf
	from main, json_to_recordset($6::json) as a(n integer, mid text, subject text, verb text, verdict text, at bigint,
		received_at bigint, grp text, payload text, salt text, leaf text)
),
came as (
	insert into sync_client (grp, subject, last, last_now, acked)
	select c.grp, c.subject, c.last, c.last_now, c.acked
	from json_to_recordset($7::json) as c(grp text, subject text, last bigint, last_now bigint, acked bigint)
),
went_on as (
	update sync_client t set last = c.last, last_now = c.last_now, acked = c.acked
	from json_to_recordset($8::json) as c(grp text collate "C", last bigint, last_now bigint, acked bigint)
	where t.grp = c.grp
),
tried as (
	insert into sync_try (grp, id, tries)
	select q.grp, q.id, q.tries from json_to_recordset($9::json) as q(grp text, id bigint, tries integer)
	on conflict (grp) do update set id = excluded.id, tries = excluded.tries
),
cleared as (delete from sync_try where grp = any($10::text[])),
moved as (
	update sync_outcome t set grp = o.grp, id = o.id, v = main.v
	from main, json_to_recordset($11::json) as o(subject text collate "C", mid text collate "C", grp text, id bigint)
	where t.subject = o.subject and t.mid = o.mid
)`;
const FIXED_PARAMETERS = 11;
/** A space that did not move is where this statement's snapshot saw it. */
const tail = `select space, v, digest from stands union all
	select space, v, digest from sync_clock where space = 'main' and not $3::boolean or space = 'telemetry' and not $2::boolean`;

function stampOf({ table }: TableWrites, index: number): string {
	const { name } = tableSql(table);
	return `stamped_${index} as (
	update ${name} t set sync_v = s.v, sync_born = case when t.sync_born = 0 then s.v else t.sync_born end
	from stands s where s.space = '${table.space}' and t.id = any($${FIXED_PARAMETERS + 1 + index}::text[])
)`;
}

/** What the transaction learned before: which groups exist, and which outcomes are given again under a new id. */
export interface KnownBefore {
	readonly groups: ReadonlySet<string>;
	/** `subject mid` of outcomes that were read by their name. */
	readonly outcomes: ReadonlySet<string>;
}

export function outcomeName(subject: string, mid: string): string {
	return `${subject} ${mid}`;
}

/** Runs the statement and answers where the spaces stand now. Nothing but COMMIT may follow. */
export async function runCommitClock(
	client: pg.ClientBase,
	step: ClockStep,
	known: KnownBefore
): Promise<Positions> {
	checkSpaces(step);
	const stamped = inOrder(step.writes).filter(({ puts }) => puts.length > 0);
	const text = [head, ...stamped.map(stampOf)].join(',\n');
	const ids = stamped.map(({ puts }) => puts.map(({ row }) => row.id));
	const rows = await run(client, `${text}\n${tail}`, [...fixedParameters(step, known), ...ids]);
	return positionsOf(rows);
}

/** Outcomes, audit and rows live in a space; a step that forgot to move it would lose them without a word. */
function checkSpaces({ spaces, outcomes, audit, log, writes }: ClockStep): void {
	const needed = new Set([
		...(outcomes.length + audit.length > 0 ? ['main' as const] : []),
		...log.map((entry) => entry.space),
		...writes.filter(({ puts }) => puts.length > 0).map(({ table }) => table.space)
	]);
	for (const space of needed) {
		if (!spaces.includes(space)) throw new Error(`The step writes to ${space} without its clock`);
	}
}

function fixedParameters(step: ClockStep, known: KnownBefore): readonly unknown[] {
	const isMoved = (outcome: ClockStep['outcomes'][number]) =>
		known.outcomes.has(outcomeName(outcome.subject, outcome.mid));
	const isKnown = ({ group }: ClockStep['clients'][number]) => known.groups.has(group);
	const clients = step.clients.map((client) => ({
		...client,
		grp: client.group,
		last_now: client.lastNow
	}));
	return [
		step.auditRoot,
		step.spaces.includes('telemetry'),
		step.spaces.includes('main'),
		JSON.stringify(
			step.log.map(({ table, scopesIn, scopesOut, ...entry }) => ({
				...entry,
				tbl: table,
				scopes_in: scopesIn,
				scopes_out: scopesOut
			}))
		),
		JSON.stringify(
			step.outcomes
				.filter((outcome) => !isMoved(outcome))
				.map((outcome) => ({ ...outcome, grp: outcome.group }))
		),
		JSON.stringify(
			step.audit.map((entry, n) => ({
				...entry,
				n,
				grp: entry.group,
				received_at: entry.receivedAt
			}))
		),
		JSON.stringify(clients.filter((client) => !isKnown(client))),
		JSON.stringify(clients.filter(isKnown)),
		JSON.stringify(
			clients
				.filter(({ tries }) => tries > 0)
				.map(({ grp, tryingId, tries }) => ({ grp, id: tryingId, tries }))
		),
		clients.filter(({ tries }) => tries === 0).map(({ grp }) => grp),
		JSON.stringify(
			step.outcomes
				.filter(isMoved)
				.map(({ subject, mid, group, id }) => ({ subject, mid, grp: group, id }))
		)
	];
}
