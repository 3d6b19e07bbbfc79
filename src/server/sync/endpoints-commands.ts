import { registry } from '#domain/registry.ts';
import { failure, mutatorNamed } from '#domain/kernel/index.ts';
import { answerFailure, answerJson } from '#server/http/api-answer.ts';
import { taking } from '#server/http/endpoint.ts';
import { runtime } from '#server/runtime.ts';
import { isRefusal, MAX_MUTATION_BYTES } from '#sync/protocol/index.ts';

/** Names a command for ever; the same key again gives the stored outcome and runs nothing. */
export const idempotencyHeader = 'idempotency-key';
const keyForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One command of the registry, for programs: the body is its arguments, the answer its outcome. */
export const command = taking(MAX_MUTATION_BYTES, async ({ session, input, event }) => {
	const name = event.params['name'] ?? '';
	if (!mutatorNamed(registry, name)) return answerFailure(failure('unknown_command', 'name'));
	const mid = event.request.headers.get(idempotencyHeader) ?? '';
	if (!keyForm.test(mid)) return answerFailure(failure('bad_request', idempotencyHeader));
	const { authority, afterCommit } = runtime();
	const outcome = await authority.command(session, name, input, { mid });
	afterCommit();
	if (isRefusal(outcome)) return answerFailure(outcome.error);
	if (outcome.failure) return answerFailure(outcome.failure);
	const { kind, fields, v } = outcome;
	return answerJson({ mid, kind, ...(fields ? { fields } : {}), v }, event.request);
});
