import { writeBackup } from '#server/backup/backup.ts';
import type { Command } from '../command.ts';
import { withDatabase } from '../database.ts';

export const backup: Command = {
	name: 'backup',
	summary: 'Writes everything in the database, as it stands at one moment, to a new file.',
	positionals: ['FILE'],
	options: {},
	help: `People may go on working meanwhile. The file holds credentials: keep it as you keep a password.
Output: {epoch, rows: {table: count}}`,
	run: (io, { positionals: [file = ''] }) =>
		withDatabase(io, {}, async (url) => {
			const { signal, progress: onProgress } = io;
			await io.print(await writeBackup(url, file, { signal, onProgress }));
			return true;
		})
};
