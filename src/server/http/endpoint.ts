import type { RequestEvent } from '@sveltejs/kit';
import { failure } from '#domain/kernel/index.ts';
import type { Session } from '#server/auth/sign-in.ts';
import { answerFailure } from './api-answer.ts';
import { answerBug } from './api-gate.ts';
import { readJson } from './read-json.ts';

export interface Call {
	readonly session: Session;
	readonly event: RequestEvent;
	/** The body as JSON, its form not yet checked; undefined where there is none. */
	readonly input: unknown;
	/** When the request arrived, in milliseconds. */
	readonly received: number;
}

export type Work = (call: Call) => Promise<Response> | Response;

/** An endpoint for those who are signed in, with a JSON body of at most `limit` bytes. Never throws. */
export function taking(limit: number, work: Work) {
	return guarded(async (event, session) => {
		const received = Date.now();
		const body = await readJson(event.request, limit);
		if ('refused' in body) return answerFailure(body.refused);
		return work({ session, event, input: body.value, received });
	});
}

/** As `taking`, without a body. */
export function asking(work: Work) {
	return guarded(async (event, session) =>
		work({ session, event, input: undefined, received: Date.now() })
	);
}

function guarded(work: (event: RequestEvent, session: Session) => Promise<Response>) {
	return async (event: RequestEvent): Promise<Response> => {
		const { session } = event.locals;
		if (!session) return answerFailure(failure('unauthenticated'));
		try {
			return await work(event, session);
		} catch (error) {
			return answerBug(event, error);
		}
	};
}
