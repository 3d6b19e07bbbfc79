import { randomUUID } from 'node:crypto';
import { emailOf, type PersonKey } from '#server/seed/people.ts';
import { seedIds } from '#server/seed/company.ts';
import { DEMO_PASSWORD } from '#server/seed/plant.ts';
import { PROTO, SCHEMA, type Cookie, type Outcome, type PullAnswer } from '#sync/protocol/index.ts';

/** Milliseconds for one answer. */
const PATIENCE = 30_000;

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body as JSON; throws when it is none. */
	readonly body: unknown;
	/** The code of an error, if it is one. */
	readonly code: string | undefined;
}

export async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		text,
		get body() {
			return JSON.parse(text) as unknown;
		},
		get code() {
			return (JSON.parse(text) as { error?: { code?: string } }).error?.code;
		}
	};
}

/** Somebody with a session, on one device. Keeps every byte that was answered, headers included. */
export class Caller {
	/** Changes when the server is started again. */
	address: string;
	readonly subject: string;
	readonly cookie: string;
	group: string = randomUUID();
	#last = 0;
	heard = '';

	constructor(address: string, subject: string, cookie: string) {
		this.address = address;
		this.subject = subject;
		this.cookie = cookie;
	}

	static async signIn(address: string, key: PersonKey): Promise<Caller> {
		const response = await fetch(`${address}/api/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email: emailOf(key), password: DEMO_PASSWORD })
		});
		const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
		if (!cookie) throw new Error(await response.text());
		return new Caller(address, seedIds.person(key), cookie);
	}

	get envelope() {
		return { proto: PROTO, schema: SCHEMA, subject: this.subject, group: this.group };
	}

	async send(path: string, init: RequestInit = {}): Promise<Answer> {
		const headers = { cookie: this.cookie, ...(init.headers as Record<string, string>) };
		// A server that was killed may leave a connection on which nothing is ever heard.
		const signal = AbortSignal.timeout(PATIENCE);
		const response = await fetch(`${this.address}${path}`, { signal, ...init, headers });
		const answer = await answerOf(response);
		this.heard += `${[...answer.headers].join('\n')}\n${answer.text}`;
		return answer;
	}

	post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		return this.send(path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: typeof body === 'string' ? body : JSON.stringify(body)
		});
	}

	command(name: string, args: unknown, mid: string = randomUUID()): Promise<Answer> {
		return this.post(`/api/commands/${name}`, args, { 'idempotency-key': mid });
	}

	mutation(name: string, args: unknown, mid: string = randomUUID()) {
		this.#last += 1;
		return {
			id: this.#last,
			mid,
			name,
			args,
			deviceAt: Date.now(),
			contactAt: 0,
			tz: 'UTC',
			base: {},
			deps: []
		};
	}

	push(mutations: readonly unknown[], more: object = {}): Promise<Answer> {
		return this.post('/api/sync/push', {
			...this.envelope,
			at: null,
			attempt: 1,
			mutations,
			...more
		});
	}

	/** Pushes one mutation and answers its outcome. */
	async run(name: string, args: unknown): Promise<Outcome> {
		const answer = await this.push([this.mutation(name, args)]);
		const outcome = (answer.body as { outcomes?: Outcome[] }).outcomes?.[0];
		if (!outcome) throw new Error(answer.text);
		return outcome;
	}

	pull(cookie: unknown = null, more: object = {}): Promise<Answer> {
		return this.post('/api/sync/pull', { ...this.envelope, cookie, acked: 0, ...more });
	}

	/** A cookie that names all the scopes that the server says are held. */
	async openCookie(): Promise<Cookie> {
		const answer = (await this.pull()).body as PullAnswer;
		return { ...answer.cookie, scopes: [...answer.held], scopesRev: 1 };
	}

	snapshot(cookie: Cookie, more: object = {}): Promise<Answer> {
		return this.post('/api/sync/snapshot', {
			...this.envelope,
			cookie,
			run: randomUUID(),
			scopes: cookie.scopes,
			v0: cookie.spaces.main.v,
			after: null,
			...more
		});
	}

	detail(cookie: Cookie, ids: readonly string[]): Promise<Answer> {
		const roots = ids.map((id) => ({ table: 'ticket', id }));
		return this.post('/api/sync/detail', { ...this.envelope, cookie, roots });
	}
}
