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

/** The server's session, and who it belongs to. The cookie that proves it is out of reach for scripts. */
export class Account {
	readonly #fetch: Fetch;

	constructor(fetch: Fetch) {
		this.#fetch = fetch;
	}

	async who(): Promise<WhoAnswer> {
		const response = await this.#ask({});
		if (!response || !isJson(response)) return 'unknown';
		if (response.status === 401) return 'nobody';
		const body = await bodyOf(response);
		return response.ok && isPerson(body) ? body : 'unknown';
	}

	/**
	 * Who is signed in now, or why nobody: the server's code (`wrong_credentials`, `too_many_attempts` with
	 * `facts.retryAfter` in seconds, `bad_request` with a field), `busy` when it fails, `offline` without an answer.
	 */
	async signIn(email: string, password: string): Promise<AccountPerson | Failure> {
		const response = await this.#ask({
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email, password })
		});
		if (!response) return failure('offline');
		if (!isJson(response)) return failure(response.status >= 500 ? 'busy' : 'offline');
		const body = await bodyOf(response);
		if (response.ok && isPerson(body)) return body;
		return refusedIn(body) ?? failure('busy');
	}

	/** False when the server was not reached: its session still stands. */
	async signOut(): Promise<boolean> {
		const response = await this.#ask({ method: 'DELETE' });
		return response?.status === 204 || (response?.status === 401 && isJson(response));
	}

	async #ask(init: RequestInit): Promise<Response | undefined> {
		try {
			return await this.#fetch('/api/session', { ...init, redirect: 'error', cache: 'no-store' });
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

function refusedIn(body: unknown): Failure | undefined {
	const error = (body as { readonly error?: Failure } | null)?.error;
	return typeof error?.code === 'string' ? error : undefined;
}

function isPerson(body: unknown): body is AccountPerson {
	const person = body as Partial<AccountPerson> | null;
	return (
		typeof person?.subject === 'string' &&
		typeof person.name === 'string' &&
		Array.isArray(person.roles)
	);
}
