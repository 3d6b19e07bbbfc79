import { betterAuth } from 'better-auth';
import type pg from 'pg';
import { createDatabase } from '#server/db/pool.ts';
import { log } from '#server/log.ts';

const DAY = 86_400;
/** A device may be without a network for weeks; each day of use makes the session as long again. */
const SESSION = 30 * DAY;

/** Characters; NIST SP 800-63B asks for eight at least. */
export const MIN_PASSWORD = 10;

export interface AuthSettings {
	readonly pool: pg.Pool;
	readonly secret: string;
	/** People reach us over https: the cookie then says so, and no browser sends it in the clear. */
	readonly isSecure: boolean;
	/** Whether the person may have a new session: not one who was deactivated. */
	readonly mayEnter: (subject: string) => Promise<boolean>;
}

/**
 * better-auth with passwords and sessions, on schema `auth`. Its own endpoints are not mounted: ours call its API, so
 * nobody signs up, and limits and errors are those of every other endpoint. The base address is of no consequence then.
 */
export function createAuth({ pool, secret, isSecure, mayEnter }: AuthSettings) {
	return betterAuth({
		appName: 'Waypost',
		baseURL: `${isSecure ? 'https' : 'http'}://localhost`,
		secret,
		database: { db: createDatabase(pool), type: 'postgres', schemaName: 'auth' },
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD },
		session: { expiresIn: SESSION, updateAge: DAY },
		advanced: { cookiePrefix: 'waypost', useSecureCookies: isSecure },
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		databaseHooks: {
			session: {
				// False calls the creation off, and better-auth answers as to a wrong password.
				create: { before: async ({ userId }) => ((await mayEnter(userId)) ? undefined : false) }
			}
		},
		logger: {
			level: 'error',
			log: (level, message) => level === 'error' && log.error({ part: 'auth' }, message)
		}
	});
}

export type Auth = ReturnType<typeof createAuth>;
