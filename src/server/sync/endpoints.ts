/** The messages of the protocol over HTTP: who speaks is the session, and a refusal is an answer with a status. */
import { failure } from '#domain/kernel/index.ts';
import { answerFailure, answerJson, answerWait } from '#server/http/api-answer.ts';
import { asking, taking } from '#server/http/endpoint.ts';
import { originOf } from '#server/http/api-gate.ts';
import { runtime } from '#server/runtime.ts';
import { isRefusal, MAX_PUSH_BYTES, type SyncRefusal } from '#sync/protocol/index.ts';

/** What travels around the mutations: at most 100, each with names of its fields and of those that it stands on. */
const ENVELOPE_BYTES = 64 * 1024;
const MESSAGE_BYTES = 64 * 1024;

async function answerOf(answer: object | SyncRefusal, request: Request): Promise<Response> {
	return isRefusal(answer) ? answerFailure(answer.error) : answerJson(answer, request);
}

export const push = taking(
	MAX_PUSH_BYTES + ENVELOPE_BYTES,
	async ({ session, input, event, received }) => {
		const { authority, afterCommit } = runtime();
		const answer = await authority.push(session, input, received);
		afterCommit();
		return answerOf(answer, event.request);
	}
);

export const pull = taking(MESSAGE_BYTES, async ({ session, input, event }) =>
	answerOf(await runtime().authority.pull(session, input), event.request)
);

export const detail = taking(MESSAGE_BYTES, async ({ session, input, event }) =>
	answerOf(await runtime().authority.detail(session, input), event.request)
);

export const live = asking(async ({ session, event }) => {
	const { live: streams, signIn } = runtime();
	const origin = originOf(event);
	const opened = await streams.open({
		...session,
		isSignedIn: async () => (await signIn.session(origin)).session !== null
	});
	if ('refused' in opened) {
		return opened.refused === 'slow_down'
			? answerWait('slow_down', 30)
			: answerFailure(failure('forbidden'));
	}
	// A proxy that buffered the stream would hold every poke back.
	const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
	return new Response(opened.body, { headers });
});
