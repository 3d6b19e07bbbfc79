import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { Failure } from '#domain/kernel/index.ts';

const compress = promisify(gzip);
/** Bytes below which packing saves nothing. */
const WORTH_PACKING = 4_096;

/** Codes of refusals that are not simply "conflict": the client has to change what it asks, not how. */
const statusByCode: Readonly<Record<string, number>> = {
	bad_request: 400,
	bad_args: 400,
	unsupported: 400,
	unauthenticated: 401,
	wrong_credentials: 401,
	forbidden: 403,
	cross_origin: 403,
	wrong_subject: 403,
	foreign_group: 403,
	not_found: 404,
	unknown_command: 404,
	method_not_allowed: 405,
	too_large: 413,
	content_type: 415,
	slow_down: 429,
	too_many_attempts: 429,
	busy: 503
};
/** gap, epoch, resnapshot, scopes, and what commands refuse. */
const CONFLICT = 409;

export function statusOf(code: string): number {
	return statusByCode[code] ?? CONFLICT;
}

const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** The one form of an error under /api. */
export function answerFailure(failure: Failure, headers: Readonly<Record<string, string>> = {}) {
	const status = statusOf(failure.code);
	const later = status === 503 ? { 'retry-after': '2' } : {};
	return new Response(JSON.stringify({ error: failure }), {
		status,
		headers: { ...json, ...later, ...headers }
	});
}

export function answerWait(code: 'slow_down' | 'too_many_attempts', seconds: number): Response {
	const failure = { code, facts: { retryAfter: seconds } };
	return answerFailure(failure, { 'retry-after': String(seconds) });
}

/** A value as JSON, packed lightly when it is long and the client takes it. */
export async function answerJson(value: unknown, request: Request): Promise<Response> {
	const text = JSON.stringify(value);
	if (text.length < WORTH_PACKING || !takesGzip(request))
		return new Response(text, { headers: json });
	const packed = await compress(text, { level: 1 });
	return new Response(packed, {
		headers: { ...json, 'content-encoding': 'gzip', vary: 'accept-encoding' }
	});
}

export function takesGzip(request: Request): boolean {
	return /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
}
