import type pg from 'pg';
import {
	checkStep,
	startOfChain,
	type AuditEntry,
	type ChainFault,
	type ChainReport
} from '#domain/audit/index.ts';

export interface AuditVerdict {
	/** Entries up to the first fault. */
	readonly entries: number;
	readonly ok: boolean;
	readonly first_bad?: ChainFault;
}

export interface VerifyOptions {
	readonly signal?: AbortSignal;
	/** Told how many entries are done. */
	readonly onProgress?: (entries: number) => void;
}

/** Rows that are held at a time, so that a history of any length is verified in little memory. */
const FETCH = 2_000;

const steps = `select c.v, c.digest, a.mid, a.subject, a.verb, a.verdict, a.at, a.received_at, a.grp,
		a.payload, a.salt, a.body, a.leaf
	from sync_chain c left join audit_entry a on a.v = c.v
	where c.space = 'main' order by c.v, a.n`;

interface StepRow {
	readonly v: number;
	readonly digest: string;
	readonly mid: string | null;
	readonly subject: string;
	readonly verb: string;
	readonly verdict: string;
	readonly at: number;
	readonly received_at: number;
	readonly grp: string;
	readonly payload: string | null;
	readonly salt: string | null;
	readonly body: string | null;
	readonly leaf: string;
}

/**
 * Walks the chain and its entries from the first version to where the clock stands. The transaction of `client` should
 * see one snapshot.
 */
export async function verifyStoredAudit(
	client: pg.ClientBase,
	{ signal, onProgress = () => {} }: VerifyOptions = {}
): Promise<AuditVerdict> {
	let report: ChainReport | undefined;
	for await (const rows of stepsOf(client)) {
		signal?.throwIfAborted();
		const [first] = rows;
		if (!first) continue;
		if (report === undefined) report = startOfChain(first);
		else {
			const entries = rows.flatMap((row) => (row.mid === null ? [] : [entryOf(row, row.mid)]));
			report = checkStep(report, { v: first.v, digest: first.digest, entries });
			onProgress(report.entries);
		}
		if (report.fault) break;
	}
	const fault = report?.fault ?? (await faultAround(client, report));
	return { entries: report?.entries ?? 0, ok: !fault, ...(fault ? { first_bad: fault } : {}) };
}

/** The rows of one version at a time. */
async function* stepsOf(client: pg.ClientBase): AsyncGenerator<readonly StepRow[]> {
	await client.query(`declare audit_steps no scroll cursor for ${steps}`);
	let waiting: StepRow[] = [];
	for (;;) {
		const { rows } = await client.query<StepRow>(`fetch ${FETCH} from audit_steps`);
		for (const row of rows) {
			if (waiting.length > 0 && waiting[0]?.v !== row.v) {
				yield waiting;
				waiting = [];
			}
			waiting.push(row);
		}
		if (rows.length < FETCH) break;
	}
	yield waiting;
}

function entryOf(row: StepRow, mid: string): AuditEntry {
	const { subject, verb, verdict, at, received_at: receivedAt, grp: group } = row;
	const { payload, salt, body, leaf } = row;
	return {
		meta: { mid, subject, verb, verdict, at, receivedAt, group },
		payload,
		salt,
		body,
		leaf
	};
}

/** What the steps themselves cannot tell: a chain cut at its end, or away from its beginning, and entries beside it. */
async function faultAround(
	client: pg.ClientBase,
	report: ChainReport | undefined
): Promise<ChainFault | undefined> {
	const clock = await client.query<{ v: number; digest: string }>(
		`select v, digest from sync_clock where space = 'main'`
	);
	const [stands] = clock.rows;
	if (!report || !stands) return { kind: 'gap', v: 0 };
	if (report.v - report.steps !== 0) return { kind: 'gap', v: 0 };
	if (stands.v !== report.v) return { kind: 'gap', v: report.v + 1 };
	if (stands.digest !== report.digest) return { kind: 'digest', v: report.v };
	const loose = await client.query<{ v: number; mid: string }>(
		`select v, mid from audit_entry a
		where not exists (select from sync_chain c where c.space = 'main' and c.v = a.v) order by v limit 1`
	);
	const [entry] = loose.rows;
	return entry && { kind: 'entry', v: entry.v, mid: entry.mid };
}
