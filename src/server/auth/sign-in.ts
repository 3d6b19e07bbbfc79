import { APIError } from 'better-auth/api';
import type pg from 'pg';
import * as v from 'valibot';
import { text } from '#domain/kernel/index.ts';
import { createAuth, type Auth } from './better-auth.ts';
import { createAttempts } from './attempts.ts';
import type { People } from './people.ts';

/** The session that a request's cookie proves. */
export interface Session {
	readonly subject: string;
	readonly sessionId: string;
}

export const signInSchema = v.strictObject({
	email: text(254, 3).schema,
	password: text(128, 1).schema
});
export type Credentials = v.InferOutput<typeof signInSchema>;

/** Where a request came from, as our own server knows it. */
export interface Origin {
	readonly cookie: string | null;
	readonly userAgent: string;
	/** The client's address. */
	readonly address: string;
	/** The client reached us over https. */
	readonly isSecure: boolean;
}

/** All that better-auth sees of a request: nothing that a client could forge but its cookie. */
function headersOf({ cookie, userAgent, address }: Origin): Headers {
	const headers = new Headers({ 'user-agent': userAgent, 'x-forwarded-for': address });
	if (cookie !== null) headers.set('cookie', cookie);
	return headers;
}

export type SignedIn =
	| { readonly subject: string; readonly cookies: readonly string[] }
	| { readonly refused: 'wrong_credentials' }
	/** Seconds until the next try. */
	| { readonly refused: 'too_many_attempts'; readonly retryAfter: number };

export type SignIn = ReturnType<typeof createSignIn>;

/** Sign-in, sessions, sign-out. Errors of the database are thrown. */
export function createSignIn(pool: pg.Pool, secret: string, people: People) {
	const settings = { pool, secret, mayEnter: people.isActive };
	const secure = createAuth({ ...settings, isSecure: true });
	const plain = createAuth({ ...settings, isSecure: false });
	const authFor = ({ isSecure }: Origin): Auth => (isSecure ? secure : plain);
	const attempts = createAttempts(pool);

	async function session(origin: Origin) {
		if (origin.cookie === null) return { session: null, cookies: [] };
		const answer = await authFor(origin).api.getSession({
			headers: headersOf(origin),
			returnHeaders: true
		});
		const found = answer.response;
		return {
			session: found && { subject: found.user.id, sessionId: found.session.id },
			/** The cookie made longer, at most once a day. */
			cookies: found ? answer.headers.getSetCookie() : []
		};
	}

	async function enter(origin: Origin, { email, password }: Credentials): Promise<SignedIn> {
		const who = { email: email.toLowerCase(), address: origin.address };
		const retryAfter = await attempts.take(who);
		if (retryAfter > 0) return { refused: 'too_many_attempts', retryAfter };
		try {
			const { headers, response } = await authFor(origin).api.signInEmail({
				body: { email: who.email, password },
				headers: headersOf(origin),
				returnHeaders: true
			});
			await attempts.forget(who);
			return { subject: response.user.id, cookies: headers.getSetCookie() };
		} catch (error) {
			if (error instanceof APIError && error.statusCode < 500) {
				return { refused: 'wrong_credentials' };
			}
			throw error;
		}
	}

	async function leave(origin: Origin): Promise<readonly string[]> {
		const { headers } = await authFor(origin).api.signOut({
			headers: headersOf(origin),
			returnHeaders: true
		});
		return headers.getSetCookie();
	}

	return { auth: plain, session, enter, leave };
}
