import { existsSync } from 'node:fs';
import { FolderInUse } from '#server/db/embedded/folder-lock.ts';
import { runningPostgres } from '#server/db/embedded/running.ts';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';
import { StartupError } from '#server/startup-error.ts';
import type { CommandIo } from './command.ts';

/**
 * Runs `work` on the database of `DATABASE_URL`, or else of `WAYPOST_DATA_DIR`: through the PostgreSQL that a running Waypost
 * has there, or one that is started for the time being. `create`: a data folder that is not there is made.
 */
export async function withDatabase<T>(
	{ env, progress }: Pick<CommandIo, 'env' | 'progress'>,
	{ create = false }: { readonly create?: boolean },
	work: (url: string) => Promise<T>
): Promise<T> {
	const url = env['DATABASE_URL'];
	if (url) return work(url);
	const home = env['WAYPOST_DATA_DIR'] || '.waypost';
	if (!create && !existsSync(home)) {
		throw new StartupError(
			`There is no data folder ${home}: name it with WAYPOST_DATA_DIR, or a database with DATABASE_URL.`
		);
	}
	const postgres = await openEmbedded(home, progress);
	try {
		return await work(postgres.url);
	} finally {
		await postgres.stop();
	}
}

async function openEmbedded(home: string, onProgress: (sentence: string) => void) {
	try {
		return await startEmbeddedPostgres({ home, onProgress });
	} catch (error) {
		const url = error instanceof FolderInUse ? runningPostgres(home) : undefined;
		if (url === undefined) throw error;
		return { url, stop: () => Promise.resolve() };
	}
}
