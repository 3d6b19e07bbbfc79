import { failure, type Failure } from '#domain/kernel/index.ts';
import type { SlaErrorCode } from '../errors.ts';

/** A value, or why there is none and which field is at fault. */
export type Result<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function good<T>(value: T): Result<T> {
	return { ok: true, value };
}

export function bad(code: SlaErrorCode, field?: string): Result<never> {
	return { ok: false, failure: failure(code, field) };
}
