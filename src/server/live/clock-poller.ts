import type pg from 'pg';
import { log } from '#server/log.ts';

/** Milliseconds between looks at the clock while somebody listens. */
const INTERVAL = 100;

/**
 * Looks at the clock row for the whole process, and asks for more only when it moved. Commits of this process wake it at
 * once; those of others show at the next look.
 */
export class ClockPoller {
	readonly #pool: pg.Pool;
	readonly #onMove: () => Promise<void>;
	#listeners = 0;
	#timer: NodeJS.Timeout | undefined;
	#seen = '';
	#running = false;
	#again = false;

	constructor(pool: pg.Pool, onMove: () => Promise<void>) {
		this.#pool = pool;
		this.#onMove = onMove;
	}

	/** Polls until the answered function is called as often as this one was. */
	listen(): () => void {
		this.#listeners += 1;
		if (this.#listeners === 1) this.#timer = setInterval(() => this.wake(), INTERVAL);
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			this.#listeners -= 1;
			if (this.#listeners === 0) clearInterval(this.#timer);
		};
	}

	wake(): void {
		if (this.#listeners === 0) return;
		if (this.#running) this.#again = true;
		else void this.#look();
	}

	async #look(): Promise<void> {
		this.#running = true;
		try {
			do {
				this.#again = false;
				const { rows } = await this.#pool.query<{ stands: string }>(
					`select string_agg(space || v, ',' order by space) as stands from sync_clock`
				);
				const stands = rows[0]?.stands ?? '';
				if (stands === this.#seen) continue;
				await this.#onMove();
				this.#seen = stands;
			} while (this.#again);
		} catch (error) {
			// The database is away: the next look tries again, and clients pull every half minute anyway.
			log.debug({ err: error }, 'the clock cannot be read');
		} finally {
			this.#running = false;
		}
	}
}
