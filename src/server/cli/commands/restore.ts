import { restoreBackup } from '#server/backup/restore.ts';
import { StartupError } from '#server/startup-error.ts';
import type { Command } from '../command.ts';
import { withDatabase } from '../database.ts';

export const restore: Command = {
	name: 'restore',
	summary: 'Fills an empty database from a backup and begins a new epoch.',
	positionals: ['FILE'],
	options: { replace: { type: 'boolean' }, confirm: { type: 'boolean' } },
	help: `Stop Waypost first. Everything happens in one transaction: what goes wrong leaves the database as it was.
Devices notice the new epoch by themselves and send again what the backup did not have. Everybody signs in anew.
  --replace --confirm   restore in place of what is in the database, which is lost
Output: {epoch, rows: {table: count}}`,
	run: (io, { options, positionals: [file = ''] }) => {
		if (options['replace'] && !options['confirm']) {
			throw new StartupError(
				'--replace loses what is in the database: say --replace --confirm if that is meant.'
			);
		}
		return withDatabase(io, { create: true }, async (url) => {
			const { signal, progress: onProgress } = io;
			const replace = options['replace'] === true;
			await io.print(await restoreBackup(url, file, { replace, signal, onProgress }));
			return true;
		});
	}
};
