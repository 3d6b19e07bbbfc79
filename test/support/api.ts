import type { PersonKey } from '#server/seed/people.ts';
import { startTestApp, type RunningApp } from './app.ts';
import { Caller } from './caller.ts';
import { createTestDatabase } from './postgres.ts';

export interface Company {
	readonly app: RunningApp;
	readonly url: string;
	/** Signed in anew. */
	signIn(key: PersonKey): Promise<Caller>;
	/** Stops the server and drops the database. */
	end(): Promise<void>;
}

export async function openCompany(): Promise<Company> {
	const database = await createTestDatabase('company');
	const app = await startTestApp({
		env: { DATABASE_URL: database.url, WAYPOST_DEMO: '1', WAYPOST_LOG_LEVEL: 'error' }
	});
	return {
		app,
		url: database.url,
		signIn: (key) => Caller.signIn(app.address, key),
		async end() {
			await app.end();
			await database.drop();
		}
	};
}
