import type { Scope } from '#domain/kernel/index.ts';
import type { Cookie } from '../protocol/index.ts';

/** Scopes that the person holds and the cookie lacks: they need a run. */
export function missingScopes(cookie: Cookie | null, held: readonly Scope[]): readonly Scope[] {
	const known = new Set(cookie?.scopes ?? []);
	return held.filter((scope) => !known.has(scope));
}
