import { scopesMeet, versionFingerprint, type Instant } from '#domain/kernel/index.ts';
import type { AuditSums } from '../protocol/index.ts';
import type { Draft } from './draft.ts';
import type { Memory } from './memory.ts';

/**
 * The self-audit: what the device holds in the cookie's scopes against the authority's count and sum, inside the
 * transaction that applied the pull. A mismatch is a defect of ours: it is recorded, and the scopes are fetched anew, at
 * most once a day; the queue is kept, and nobody is ever told to clear anything. Answers whether they agree.
 */
export function compareAudit(draft: Draft, memory: Memory, sums: AuditSums, now: Instant): boolean {
	const { cookie, run, held, defects } = draft.meta;
	const scopes = new Set(cookie?.scopes ?? []);
	if (run || held.some((scope) => !scopes.has(scope))) return true;
	const found = Object.entries(sums.tables)
		.filter(([table, theirs]) => {
			const ours = sumOf(draft, memory, table, scopes);
			return ours.count !== theirs.count || ours.sum !== theirs.sum;
		})
		.map(([table]) => ({ at: now, table, what: 'audit_mismatch' }));
	draft.setMeta({
		auditedAt: now,
		...(found.length > 0 ? { defects: [...defects, ...found].slice(-100) } : {})
	});
	return found.length === 0;
}

function sumOf(draft: Draft, memory: Memory, name: string, scopes: ReadonlySet<string>) {
	const table = memory.tableOf(name);
	let count = 0;
	let sum = 0;
	if (table?.kind !== 'root') return { count, sum };
	const ids = new Set([...draft.rootIds(name), ...draft.changedIds(name)]);
	for (const id of ids) {
		const found = draft.find(name, id);
		if (!found || found.gen !== draft.meta.gen || !scopesMeet(table.scopes(found.row), scopes))
			continue;
		count += 1;
		sum += versionFingerprint(id, found.v);
	}
	return { count, sum };
}
