import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '#server/db/embedded/supervisor.ts';

export interface BenchDatabase {
	readonly url: string;
	/** Stops the server and removes its data. */
	end(): Promise<void>;
}

/** A real, durable PostgreSQL of its own on a temporary folder. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
	const home = mkdtempSync(join(tmpdir(), 'waypost-bench-'));
	const postgres = await startEmbeddedPostgres({ home });
	return {
		url: postgres.url,
		async end() {
			await postgres.stop();
			rmSync(home, { recursive: true, force: true });
			rmSync(dirname(postgres.dataFolder), { recursive: true, force: true });
		}
	};
}
