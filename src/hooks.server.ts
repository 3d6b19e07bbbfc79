import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { building } from '$app/environment';
import { gate, isApi } from '#server/http/api-gate.ts';
import { logRequest } from '#server/http/request-log.ts';
import { log } from '#server/log.ts';
import { startRuntime } from '#server/runtime.ts';

export const init: ServerInit = async () => {
	if (!building) await startRuntime();
};

export const handle: Handle = async ({ event, resolve }) => {
	const began = performance.now();
	// Set by our HTTP server; absent only while Kit prerenders and under the development server.
	event.locals.requestId = event.request.headers.get('x-request-id') ?? randomUUID();
	event.locals.session = null;
	const response = isApi(event.url.pathname) ? await gate(event, resolve) : await resolve(event);
	logRequest(
		{
			requestId: event.locals.requestId,
			method: event.request.method,
			path: event.url.pathname,
			route: event.route.id
		},
		response.status,
		performance.now() - began
	);
	return response;
};

export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const { requestId } = event.locals;
	if (status >= 500) log.error({ requestId, err: error }, 'unexpected error');
	return { message, requestId };
};
