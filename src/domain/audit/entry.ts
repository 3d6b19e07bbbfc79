import { canonicalJson, sha256Hex, type Instant, type JsonObject } from '#domain/kernel/index.ts';

/** Who did what when, without content; stays for ever. */
export interface AuditMeta {
	readonly mid: string;
	readonly mutator: string;
	readonly subject: string;
	/** For whom, when it was done on behalf of somebody else. */
	readonly onBehalfOf: string | null;
	/** `ctx.now` of the command. */
	readonly actedAt: Instant;
	/** What the device's clock said. */
	readonly claimedAt: Instant;
	readonly receivedAt: Instant;
	/** The group, or the name of the endpoint that took the command. */
	readonly device: string;
	readonly outcome: 'applied' | 'merged' | 'rejected';
	/** Failure code of a rejection. */
	readonly code: string | null;
	/** Rows written, `table/id`. */
	readonly rows: readonly string[];
}

export interface AuditEntry {
	readonly meta: AuditMeta;
	/** H(salt, payload): what stays of an erased body. */
	readonly body: string;
	readonly salt: string | null;
	readonly payload: JsonObject | null;
}

/** H(salt, payload). */
export function bodyDigest(salt: string, payload: JsonObject): string {
	return sha256Hex(`body\n${salt}\n${canonicalJson(payload)}`);
}

/** leaf = H(meta, H(salt, payload)). The prefixes keep a digest of one kind from passing for another kind. */
export function leafOf(meta: AuditMeta, body: string): string {
	return sha256Hex(`leaf\n${canonicalJson(meta)}\n${body}`);
}

/** The entry without its content. */
export function erase(entry: AuditEntry): AuditEntry {
	return { ...entry, salt: null, payload: null };
}
