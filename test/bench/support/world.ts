import { ensureBuilt } from '../../../scripts/lib/build.mjs';
import { createPool } from '#server/db/pool.ts';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { seedIds } from '#server/seed/company.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';
import { startTestApp, type RunningApp } from '../../support/app.ts';
import { plantBulkTickets } from './bulk-tickets.ts';
import { startBenchDatabase } from './database.ts';

/** Somebody of the demo company who can sign in. */
export interface Login {
	readonly email: string;
	readonly password: string;
	readonly subject: string;
}

export function loginOf(key: PersonKey): Login {
	return { email: emailOf(key), password: DEMO_PASSWORD, subject: seedIds.person(key) };
}

export interface World {
	readonly app: RunningApp;
	readonly databaseUrl: string;
	/** Tickets in it at the start. */
	readonly tickets: number;
	end(): Promise<void>;
}

/** The built app on a durable PostgreSQL of its own, with the demo company and synthetic tickets beside it. */
export async function startWorld(
	tickets: number,
	onProgress: (sentence: string) => void
): Promise<World> {
	await ensureBuilt();
	onProgress('starting the app on a PostgreSQL of its own');
	const database = await startBenchDatabase();
	const app = await startTestApp({
		env: { DATABASE_URL: database.url, WAYPOST_DEMO: '1', WAYPOST_LOG_LEVEL: 'error' }
	});
	const pool = createPool({ url: database.url });
	await plantBulkTickets(pool, {
		tickets,
		now: Date.now(),
		onProgress: (rows) => rows % 20_000 === 0 && onProgress(`${rows} tickets written`)
	});
	const { rows } = await pool.query<{ count: number }>('select count(*) from ticket');
	await pool.end();
	return {
		app,
		databaseUrl: database.url,
		tickets: rows[0]?.count ?? 0,
		async end() {
			await app.end();
			await database.end();
		}
	};
}
