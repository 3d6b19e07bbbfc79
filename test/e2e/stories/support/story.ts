import pg from 'pg';
import type { PersonKey } from '#server/seed/people.ts';
import { openAccount } from '#test/support/account.ts';
import { startTestApp, type RunningApp } from '#test/support/app.ts';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.ts';
import { Device, type Screen } from './device.ts';

/** The demo company's real app, and the devices of those who take part. */
export class Story {
	readonly #database: TestDatabase;
	readonly #app: RunningApp;
	readonly #devices: Device[] = [];

	private constructor(database: TestDatabase, app: RunningApp) {
		this.#database = database;
		this.#app = app;
	}

	static async open(): Promise<Story> {
		const database = await createTestDatabase('company');
		const env = { DATABASE_URL: database.url, WAYPOST_DEMO: '1' };
		return new Story(database, await startTestApp({ env }));
	}

	async device(screen: Screen): Promise<Device> {
		const device = await Device.to(this.#app.address, screen);
		this.#devices.push(device);
		return device;
	}

	/** A sign-in for somebody of the company who has none. */
	openAccount(key: PersonKey): Promise<void> {
		return openAccount(this.#database.url, key);
	}

	/** What the server holds, whatever any device believes. */
	async onServer<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
		const client = new pg.Client({ connectionString: this.#database.url });
		await client.connect();
		try {
			return (await client.query<Row>(sql, values)).rows;
		} finally {
			await client.end();
		}
	}

	/** The tickets that the server has under a title. */
	tickets(title: string): Promise<{ number: string }[]> {
		return this.onServer('select number from ticket where title = $1', [title]);
	}

	async close(): Promise<void> {
		for (const device of this.#devices) await device.close();
		await this.#app.end();
		await this.#database.drop();
	}
}
