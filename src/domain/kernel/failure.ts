import type { JsonObject } from './json.ts';

/**
 * What a person or a program may have caused and can mend: a plain value, never thrown. `code` is stable and listed
 * in the module's `errors.ts`; `field` names the argument at fault (dotted path); `facts` are keys, counts and
 * versions, never somebody's content. Bugs throw.
 */
export interface Failure {
	readonly code: string;
	readonly field?: string;
	readonly facts?: JsonObject;
}

export function failure(code: string, field?: string, facts?: JsonObject): Failure {
	return { code, ...(field === undefined ? {} : { field }), ...(facts ? { facts } : {}) };
}

/** The verdict of a mutator. `merged` lists the fields that kept the other side's value; all others were applied. */
export type Verdict =
	| { readonly kind: 'applied' }
	| { readonly kind: 'merged'; readonly fields: readonly string[] }
	| { readonly kind: 'rejected'; readonly failure: Failure };

export const applied: Verdict = { kind: 'applied' };

export function merged(fields: readonly string[]): Verdict {
	return fields.length === 0 ? applied : { kind: 'merged', fields };
}

export function rejected(code: string, field?: string, facts?: JsonObject): Verdict {
	return { kind: 'rejected', failure: failure(code, field, facts) };
}
