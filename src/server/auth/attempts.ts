import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

export interface Attempt {
	readonly email: string;
	readonly address: string;
}

const MINUTE = 60;

/**
 * How often one may try to sign in, counted in the database for all processes: per account and address (guessing one
 * person's password), per account from anywhere (many machines at it), and per address (one password on many accounts).
 * A success clears the first, so that nobody is locked out by their own typing; the others run off by themselves.
 */
export function createAttempts(pool: pg.Pool) {
	const limiter = (keyPrefix: string, points: number, duration: number) =>
		new RateLimiterPostgres({
			storeClient: pool,
			storeType: 'pool',
			schemaName: 'auth',
			tableName: 'attempt',
			tableCreated: true,
			clearExpiredByTimeout: true,
			keyPrefix,
			points,
			duration
		});
	const pair = limiter('pair', 10, 15 * MINUTE);
	const account = limiter('account', 100, 60 * MINUTE);
	const source = limiter('source', 200, 15 * MINUTE);
	const pairKey = ({ email, address }: Attempt) => `${address} ${email}`.slice(0, 240);

	return {
		/** Counts a try. Answers the seconds to wait when it is one too many, else 0. */
		async take(attempt: Attempt): Promise<number> {
			try {
				await source.consume(attempt.address);
				await pair.consume(pairKey(attempt));
				await account.consume(attempt.email.slice(0, 240));
				return 0;
			} catch (error) {
				if (error instanceof RateLimiterRes) return Math.ceil(error.msBeforeNext / 1000);
				throw error;
			}
		},
		async forget(attempt: Attempt): Promise<void> {
			await pair.delete(pairKey(attempt));
			await account.reward(attempt.email.slice(0, 240));
			await source.reward(attempt.address);
		}
	};
}
