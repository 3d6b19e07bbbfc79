import type { Scope } from '#domain/kernel/index.ts';
import {
	isRefusal,
	pullRequestSchema,
	refusal,
	type AuditSums,
	type Cookie,
	type Outcome,
	type PullAnswer,
	type PullRequest,
	type SyncRefusal
} from '../protocol/index.ts';
import { readChanges, type SpaceChanges } from './changes.ts';
import type { AuthorityReader } from './ports.ts';
import type { Authority } from './push.ts';
import { openReading, type Reading } from './reader-view.ts';
import { checkRequest, type Session } from './request.ts';
import { rootTables } from './visibility.ts';

/**
 * What changed since the cookie, read from one snapshot: rows, outcomes and the new cookie belong together. Without a
 * cookie the answer holds no rows, only where the spaces stand and which scopes to fetch.
 */
export async function pull(
	authority: Authority,
	session: Session,
	input: unknown
): Promise<PullAnswer | SyncRefusal> {
	const checked = checkRequest(pullRequestSchema, input, session);
	if ('refused' in checked) return checked.refused;
	const { request } = checked;
	const answer = await authority.store.read((reader) => answerPull(authority, reader, request));
	if (!isRefusal(answer) && request.cookie && request.acked > 0) {
		const acked = Math.min(request.acked, answer.last);
		await authority.store.acknowledge(request.group, session.subject, acked);
	}
	return answer;
}

async function answerPull(
	authority: Authority,
	reader: AuthorityReader,
	request: PullRequest
): Promise<PullAnswer | SyncRefusal> {
	const reading = await openReading(reader, authority.registry, request);
	if (isRefusal(reading)) return reading;
	const { cookie } = request;
	const serverAt = authority.world.now();
	if (!cookie) {
		const fresh = await freshCookie(reader, reading);
		const settled = await outcomesUpTo(reader, request, reading, fresh);
		const nothing = { puts: [], dels: [], complete: [], more: false };
		return { cookie: fresh, held: reading.held, ...nothing, ...settled, serverAt };
	}
	for (const space of ['main', 'telemetry'] as const) {
		if (cookie.spaces[space].v < (await reader.minV(space))) return refusal('resnapshot');
	}
	return answerChanges(authority, reader, { ...request, cookie }, reading, serverAt);
}

async function answerChanges(
	{ registry }: Authority,
	reader: AuthorityReader,
	request: PullRequest & { readonly cookie: Cookie },
	reading: Reading,
	serverAt: number
): Promise<PullAnswer> {
	const { cookie } = request;
	const { positions, scopes, viewer, held } = reading;
	const read = (space: 'main' | 'telemetry') => {
		const window = { space, from: cookie.spaces[space].v, to: positions[space].v, scopes };
		return readChanges(reader, registry, viewer, window);
	};
	const main = await read('main');
	const telemetry = await read('telemetry');
	const more = main.cut < positions.main.v || telemetry.cut < positions.telemetry.v;
	const next = await cookieAt(reader, reading, cookie, { main, telemetry });
	return {
		cookie: next,
		held,
		puts: [...main.puts, ...telemetry.puts],
		dels: [...main.dels, ...telemetry.dels],
		complete: [...main.complete, ...telemetry.complete],
		...(await outcomesUpTo(reader, request, reading, next)),
		more,
		...(more ? { read: positions.main } : {}),
		serverAt,
		...(request.audit && !more ? { audit: await sums(reader, rootTables(registry), scopes) } : {})
	};
}

async function freshCookie(reader: AuthorityReader, { positions }: Reading): Promise<Cookie> {
	return { epoch: await reader.epoch(), spaces: positions, scopes: [], scopesRev: 0 };
}

/** A scope that is no longer held leaves the cookie, which raises `scopesRev`; new ones come by a run only. */
async function cookieAt(
	reader: AuthorityReader,
	{ scopes }: Reading,
	old: Cookie,
	{ main, telemetry }: { readonly main: SpaceChanges; readonly telemetry: SpaceChanges }
): Promise<Cookie> {
	const at = async (space: 'main' | 'telemetry', v: number) => {
		const digest = await reader.digestAt(space, v);
		if (digest === undefined) throw new Error(`no digest of ${space} at ${v}`);
		return { v, digest };
	};
	const hasShrunk = scopes.length < old.scopes.length;
	return {
		epoch: old.epoch,
		spaces: {
			main: await at('main', main.cut),
			telemetry: await at('telemetry', telemetry.cut)
		},
		scopes: [...scopes],
		scopesRev: hasShrunk ? old.scopesRev + 1 : old.scopesRev
	};
}

/** Outcomes obey the cut, and so does `last`: a mutation is never called done before its rows may be here. */
async function outcomesUpTo(
	reader: AuthorityReader,
	{ group, acked }: PullRequest,
	{ client, positions }: Reading,
	{ spaces }: Cookie
): Promise<{ readonly last: number; readonly outcomes: readonly Outcome[] }> {
	if (!client) return { last: 0, outcomes: [] };
	const outcomes = await reader.outcomes(group, acked, spaces.main.v);
	const isWhole = spaces.main.v === positions.main.v;
	const settled = outcomes.at(-1)?.id ?? Math.min(acked, client.last);
	return { last: isWhole ? client.last : settled, outcomes };
}

async function sums(
	reader: AuthorityReader,
	tables: ReturnType<typeof rootTables>,
	scopes: readonly Scope[]
): Promise<AuditSums> {
	const found: Record<string, { readonly count: number; readonly sum: number }> = {};
	for (const table of tables) found[table.name] = await reader.auditSum(table, scopes);
	return { tables: found };
}
