import { registry } from '#domain/registry.ts';
import { answerJson } from '#server/http/api-answer.ts';
import { asking } from '#server/http/endpoint.ts';
import { describeCommands } from './describe-commands.ts';

let document: object | undefined;

/** GET: the commands in OpenAPI form, made once from the registry. */
export const describe = asking(({ event }) =>
	answerJson((document ??= describeCommands(registry)), event.request)
);
