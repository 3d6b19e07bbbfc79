import { bodyDigest, leafDigest, type Instant } from '#domain/kernel/index.ts';

/** Who did what when, without content; stays for ever. */
export interface AuditMeta {
	readonly mid: string;
	/** Who acted. */
	readonly subject: string;
	/** Name of the command. */
	readonly verb: string;
	/** `applied`, `merged`, `rejected:CODE` ... */
	readonly verdict: string;
	/** `ctx.now` of the command. */
	readonly at: Instant;
	readonly receivedAt: Instant;
	/** The device's group. */
	readonly group: string;
}

export interface AuditEntry {
	readonly meta: AuditMeta;
	/** Arguments and what they changed, as the text that was hashed. Null once erased, together with the salt. */
	readonly payload: string | null;
	readonly salt: string | null;
	/** H(salt, payload), kept when both are erased; null before. */
	readonly body: string | null;
	/** The digest that the chain stands on. */
	readonly leaf: string;
}

/** The entry without its content; its body stays, so that its facts can still be proven. */
export function erase(entry: AuditEntry): AuditEntry {
	const { salt, payload } = entry;
	if (salt === null || payload === null) return entry;
	return { ...entry, salt: null, payload: null, body: bodyDigest(salt, payload) };
}

/** Whether facts and content, or what stays of it, give the stored leaf. */
export function isSound({ meta, payload, salt, body, leaf }: AuditEntry): boolean {
	if ((payload === null) !== (salt === null)) return false;
	const kept = payload === null || salt === null ? body : bodyDigest(salt, payload);
	return kept !== null && leafDigest(meta, kept) === leaf;
}
