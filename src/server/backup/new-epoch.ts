import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '#domain/kernel/index.ts';
import { runCommitClock } from '#server/sync/commit-clock.ts';
import { auditLeaf } from '#sync/authority/chain.ts';
import { SYSTEM_SUBJECT } from '#sync/authority/mutation.ts';

/** Numbers that the lost part of the old history may have given: none of them is given twice. */
const NUMBER_GAP = 1_000;

/**
 * Begins another history on restored rows (SYNC.md section 5). The clocks go on from where they stood; an audit entry names
 * the old epoch and the new one, and since it has a random salt, the first value of both chains is one that the old
 * history never had at that version. Answers the epoch. The last statement of the transaction: it takes the clocks.
 */
export async function beginEpoch(client: pg.ClientBase, backupAt: string): Promise<string> {
	const epoch = randomUUID();
	const { rows } = await client.query<{ epoch: string }>('select epoch from sync_epoch for update');
	await client.query('update sync_epoch set epoch = $1, since = now()', [epoch]);
	await client.query('update number_series set last = last + $1', [NUMBER_GAP]);
	// A session that was ended since the backup must not come alive again.
	await client.query('delete from auth.session');
	const now = Date.now();
	const entry = {
		mid: randomUUID(),
		subject: SYSTEM_SUBJECT,
		verb: 'backup.restore',
		verdict: 'applied',
		at: now,
		receivedAt: now,
		group: 'restore',
		payload: canonicalJson({ backupAt, epoch, previous: rows[0]?.epoch }),
		salt: randomBytes(16).toString('hex')
	};
	const leaf = auditLeaf(entry);
	await runCommitClock(
		client,
		{
			spaces: ['telemetry', 'main'],
			log: [],
			outcomes: [],
			clients: [],
			audit: [{ ...entry, leaf }],
			auditRoot: leaf,
			writes: []
		},
		{ groups: new Set(), outcomes: new Set() }
	);
	return epoch;
}
