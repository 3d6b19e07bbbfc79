import { failure } from '#domain/kernel/index.ts';
import { answerFailure } from '#server/http/api-answer.ts';

/** Every address under /api that is no endpoint. */
export const fallback = () => answerFailure(failure('not_found', 'path'));
