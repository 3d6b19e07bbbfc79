import pg from 'pg';
import { log } from '#server/log.ts';

const CHANNEL = 'waypost_told';
/** Milliseconds until a lost connection is tried again. */
const RETRY = 2_000;

/**
 * Carries what is kept nowhere to every server process on the database, this one too, by PostgreSQL's NOTIFY. What is told
 * while a process has no connection never reaches it.
 */
export class Relay {
	readonly #pool: pg.Pool;
	readonly #url: string;
	readonly #onTold: (message: unknown) => void;
	#client: pg.Client | undefined;
	#timer: NodeJS.Timeout | undefined;
	#isClosed = false;

	/** A connection that waits is not the pool's: it never comes back. */
	constructor(pool: pg.Pool, url: string, onTold: (message: unknown) => void) {
		this.#pool = pool;
		this.#url = url;
		this.#onTold = onTold;
	}

	/** Resolves when the first try is over; one that failed is repeated. */
	async listen(): Promise<void> {
		if (this.#isClosed) return;
		const client = new pg.Client({ connectionString: this.#url, application_name: 'waypost' });
		this.#client = client;
		client.on('notification', ({ payload }) => this.#onTold(JSON.parse(payload ?? 'null')));
		client.on('error', (error) => log.debug({ err: error }, 'what others tell is not heard'));
		client.on('end', () => this.#tryAgain(client));
		try {
			await client.connect();
			await client.query(`listen ${CHANNEL}`);
		} catch (error) {
			log.debug({ err: error }, 'what others tell cannot be heard');
			await client.end().catch(() => {});
			this.#tryAgain(client);
		}
	}

	/** `message` has at most some 7 kB as JSON (PostgreSQL takes less than 8,000 bytes). */
	async tell(message: object): Promise<void> {
		await this.#pool.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(message)]);
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		await this.#client?.end();
	}

	#tryAgain(client: pg.Client): void {
		if (this.#isClosed || this.#client !== client) return;
		this.#client = undefined;
		this.#timer = setTimeout(() => void this.listen(), RETRY);
	}
}
