import { createPool } from '#server/db/pool.ts';
import { inCancellableTransaction } from '#server/db/cancellable.ts';
import { verifyStoredAudit } from '#server/audit/verify-stored.ts';
import { StartupError } from '#server/startup-error.ts';
import type { Command } from '../command.ts';
import { withDatabase } from '../database.ts';

export const auditVerify: Command = {
	name: 'audit verify',
	summary: 'Walks the audit chain and tells whether anybody changed it.',
	positionals: [],
	options: {},
	help: `Output: {entries, ok, first_bad?}; first_bad is {kind, v, mid?}, kind one of
  entry    facts or content of an entry are not what was written
  digest   entries were dropped, added or moved, or the chain itself was edited
  gap      versions are missing
Entries whose content was erased verify by what erasure keeps. Exit code 2 when the chain is broken.
Keep {v, digest} of a backup elsewhere: a history that was made anew as a whole is sound in itself.`,
	run: (io) =>
		withDatabase(io, {}, async (url) => {
			const pool = createPool({ url, size: 2, name: 'waypost-cli' });
			try {
				const verdict = await inCancellableTransaction(
					pool,
					io.signal,
					async (client) => {
						const { rows } = await client.query<{ there: boolean }>(
							`select to_regclass('sync_chain') is not null as there`
						);
						if (!rows[0]?.there) throw new StartupError('The database does not hold a Waypost.');
						return verifyStoredAudit(client, {
							signal: io.signal,
							onProgress: (entries) => io.progress(`${entries} entries verified`)
						});
					},
					'begin isolation level repeatable read read only'
				);
				await io.print(verdict);
				return verdict.ok;
			} finally {
				await pool.end();
			}
		})
};
