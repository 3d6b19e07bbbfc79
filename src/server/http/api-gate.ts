/**
 * What holds for every request under /api, whatever the endpoint: nothing is cached, nothing changes from a foreign page,
 * the session is known, requests are counted, and every answer that is an error is a coded one in JSON.
 */
import type { RequestEvent } from '@sveltejs/kit';
import { failure } from '#domain/kernel/index.ts';
import type { Origin } from '#server/auth/sign-in.ts';
import { isDraining } from '#server/lifecycle.ts';
import { log } from '#server/log.ts';
import { runtime } from '#server/runtime.ts';
import { answerFailure, answerWait } from './api-answer.ts';
import { spend } from './budgets.ts';
import { isSameOrigin } from './same-origin.ts';

export function isApi(pathname: string): boolean {
	return pathname === '/api' || pathname.startsWith('/api/');
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function originOf(event: RequestEvent): Origin {
	const { headers } = event.request;
	return {
		cookie: headers.get('cookie'),
		userAgent: (headers.get('user-agent') ?? '').slice(0, 200),
		address: event.getClientAddress(),
		isSecure: event.url.protocol === 'https:'
	};
}

export async function gate(
	event: RequestEvent,
	resolve: (event: RequestEvent) => Promise<Response> | Response
): Promise<Response> {
	try {
		const answer = await pass(event, resolve);
		return withoutCache(answer.status >= 400 ? coded(answer) : answer);
	} catch (error) {
		return answerBug(event, error);
	}
}

async function pass(
	event: RequestEvent,
	resolve: (event: RequestEvent) => Promise<Response> | Response
): Promise<Response> {
	const { request, url, locals } = event;
	if (isDraining()) return answerFailure(failure('busy'), { connection: 'close' });
	if (!safeMethods.has(request.method) && !isSameOrigin(request, url)) {
		return answerFailure(failure('cross_origin', 'origin'));
	}
	const origin = originOf(event);
	const { session, cookies } = await runtime().signIn.session(origin);
	locals.session = session;
	const wait = await spend(session?.subject, origin.address);
	if (wait > 0) return answerWait('slow_down', wait);
	const answer = await resolve(event);
	// An endpoint that sets the cookie itself knows better.
	if (!answer.headers.has('set-cookie')) {
		for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
	}
	return answer;
}

/** Errors that Kit answers by itself are texts or pages. */
function coded(answer: Response): Response {
	if (answer.headers.get('content-type') === 'application/json') return answer;
	if (answer.status === 405) {
		const allow = answer.headers.get('allow');
		return answerFailure(failure('method_not_allowed'), allow === null ? {} : { allow });
	}
	if (answer.status >= 500) return answerFailure(failure('busy'));
	return answerFailure(failure(answer.status === 404 ? 'not_found' : 'bad_request'));
}

function withoutCache(answer: Response): Response {
	answer.headers.set('cache-control', 'no-store');
	return answer;
}

/** Told as "try again later": the device keeps what it has, and the log has the cause. */
export function answerBug(event: RequestEvent, error: unknown): Response {
	log.error({ requestId: event.locals.requestId, err: error }, 'an endpoint failed');
	return answerFailure(failure('busy'));
}
