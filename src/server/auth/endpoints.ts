import * as v from 'valibot';
import { failure } from '#domain/kernel/index.ts';
import { answerFailure, answerJson, answerWait } from '#server/http/api-answer.ts';
import { answerBug, originOf } from '#server/http/api-gate.ts';
import { asking } from '#server/http/endpoint.ts';
import { readJson } from '#server/http/read-json.ts';
import { runtime } from '#server/runtime.ts';
import type { RequestEvent } from '@sveltejs/kit';
import { signInSchema } from './sign-in.ts';

const CREDENTIALS_BYTES = 4 * 1024;

/** GET: who is signed in. */
export const whoAmI = asking(async ({ session, event }) => answerPerson(event, session.subject));

/** POST: sign-in; answers as GET does, with the cookie. */
export async function signIn(event: RequestEvent): Promise<Response> {
	try {
		const body = await readJson(event.request, CREDENTIALS_BYTES);
		if ('refused' in body) return answerFailure(body.refused);
		const checked = v.safeParse(signInSchema, body.value);
		if (!checked.success) {
			return answerFailure(failure('bad_request', v.getDotPath(checked.issues[0]) ?? 'body'));
		}
		const entered = await runtime().signIn.enter(originOf(event), checked.output);
		if (!('refused' in entered)) return await answerPerson(event, entered.subject, entered.cookies);
		return entered.refused === 'too_many_attempts'
			? answerWait(entered.refused, entered.retryAfter)
			: answerFailure(failure(entered.refused));
	} catch (error) {
		return answerBug(event, error);
	}
}

/** DELETE: sign-out. Ends the session, its streams and its cookie; what is on the device is the device's matter. */
export const signOut = asking(async ({ session, event }) => {
	const { signIn: door, live } = runtime();
	const cookies = await door.leave(originOf(event));
	live.closeSession(session.sessionId);
	return withCookies(new Response(null, { status: 204 }), cookies);
});

async function answerPerson(
	event: RequestEvent,
	subject: string,
	cookies: readonly string[] = []
): Promise<Response> {
	const person = await runtime().people.find(subject);
	if (!person) return answerFailure(failure('unauthenticated'));
	return withCookies(await answerJson(person, event.request), cookies);
}

function withCookies(answer: Response, cookies: readonly string[]): Response {
	for (const cookie of cookies) answer.headers.append('set-cookie', cookie);
	return answer;
}
