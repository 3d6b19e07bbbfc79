import type { Registry, Scope } from '#domain/kernel/index.ts';
import {
	refusal,
	type Cookie,
	type Position,
	type Positions,
	type SyncRefusal
} from '../protocol/index.ts';
import type { AuthorityReader, ClientRow } from './ports.ts';
import { historyRefusal } from './request.ts';
import { viewerOf, type Viewer } from './visibility.ts';

/** Who reads, as one snapshot knows them. */
export interface Reading {
	readonly client: ClientRow | undefined;
	/** Scopes held in this snapshot. */
	readonly held: readonly Scope[];
	readonly positions: Positions;
	/** What the cookie names and the person still holds: nothing else is ever shown. */
	readonly scopes: readonly Scope[];
	readonly viewer: Viewer;
}

interface Asking {
	readonly subject: string;
	readonly group: string;
	readonly cookie: Cookie | null;
	readonly ahead?: Position | undefined;
}

/** Reads the asker's group and scopes; refuses a foreign group and another history. */
export async function openReading(
	reader: AuthorityReader,
	registry: Registry,
	{ subject, group, cookie, ahead }: Asking
): Promise<Reading | SyncRefusal> {
	const client = await reader.client(group);
	if (client && client.subject !== subject) return refusal('unknown_group');
	const differs = cookie && (await historyRefusal(reader, { ...cookie, ahead }));
	if (differs) return differs;
	const { table, scopesOf } = registry.access;
	const access = (await reader.rows(table, [subject])).get(subject);
	const held = [...new Set(access ? scopesOf(access.row) : [])].sort();
	const scopes = (cookie?.scopes ?? []).filter((scope) => held.includes(scope));
	const viewer = viewerOf(registry, new Set(scopes));
	return { client, held, positions: await reader.positions(), scopes, viewer };
}
