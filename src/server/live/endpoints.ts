import * as v from 'valibot';
import { failure } from '#domain/kernel/index.ts';
import { answerFailure, answerWait } from '#server/http/api-answer.ts';
import { spendPresence } from '#server/http/budgets.ts';
import { taking } from '#server/http/endpoint.ts';
import { runtime } from '#server/runtime.ts';
import { presenceSchema, tellPresence } from './presence.ts';

const MESSAGE_BYTES = 1_024;

/** `{ticket, is}`: 204 when it was told, 404 for a ticket that the person does not see. */
export const presence = taking(MESSAGE_BYTES, async ({ session, input }) => {
	const wait = await spendPresence(session.subject);
	if (wait > 0) return answerWait('slow_down', wait);
	const checked = v.safeParse(presenceSchema, input);
	if (!checked.success) {
		return answerFailure(failure('bad_request', v.getDotPath(checked.issues[0]) ?? 'body'));
	}
	const { store, tellPresence: tell } = runtime();
	const isSeen = await tellPresence(store, tell, session.subject, checked.output);
	if (!isSeen) return answerFailure(failure('not_found', 'ticket'));
	return new Response(null, { status: 204 });
});
