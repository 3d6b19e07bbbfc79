import { failure, type Failure } from '#domain/kernel/index.ts';

/** Who is signed in, as the server says. */
export interface AccountPerson {
	readonly subject: string;
	readonly name: string;
	readonly roles: readonly string[];
}

/** `unknown`: no answer of ours, so nothing follows from it. */
export type WhoAnswer = AccountPerson | 'nobody' | 'unknown';

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** The server's session: better-auth's endpoints, and who it belongs to. The cookie is out of reach for scripts. */
export class Account {
	readonly #fetch: Fetch;

	constructor(fetch: Fetch) {
		this.#fetch = fetch;
	}

	async who(): Promise<WhoAnswer> {
		const response = await this.#ask('/api/session');
		if (!response || !isJson(response)) return 'unknown';
		if (response.status === 401) return 'nobody';
		const body = await bodyOf(response);
		return response.ok && isPerson(body) ? body : 'unknown';
	}

	/** null = signed in. Codes: `session.refused`, `.second_factor`, `.slow_down`, `.offline`, `.server`. */
	async signIn(email: string, password: string): Promise<Failure | null> {
		const response = await this.#post('/api/auth/sign-in/email', { email, password });
		if (!response) return failure('session.offline');
		if (response.status === 429) return failure('session.slow_down');
		if (response.status >= 500) return failure('session.server');
		if (!isJson(response)) return failure('session.offline');
		if (!response.ok) return failure('session.refused');
		const body = await bodyOf(response);
		const second = typeof body === 'object' && body !== null && 'twoFactorRedirect' in body;
		return second && body.twoFactorRedirect ? failure('session.second_factor') : null;
	}

	/** False when the server was not reached: its session still stands. */
	async signOut(): Promise<boolean> {
		const response = await this.#post('/api/auth/sign-out', {});
		return response !== undefined && isJson(response) && (response.ok || response.status === 401);
	}

	#post(path: string, body: object): Promise<Response | undefined> {
		return this.#ask(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		});
	}

	async #ask(path: string, init: RequestInit = {}): Promise<Response | undefined> {
		try {
			return await this.#fetch(path, { ...init, redirect: 'error', cache: 'no-store' });
		} catch {
			return undefined;
		}
	}
}

function isJson(response: Response): boolean {
	return (response.headers.get('content-type') ?? '').startsWith('application/json');
}

function bodyOf(response: Response): Promise<unknown> {
	return response.json().catch(() => null);
}

function isPerson(body: unknown): body is AccountPerson {
	const person = body as Partial<AccountPerson> | null;
	return (
		typeof person?.subject === 'string' &&
		typeof person.name === 'string' &&
		Array.isArray(person.roles)
	);
}
