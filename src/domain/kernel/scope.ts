/**
 * A scope is a set of readers, named `kind` or `kind:key` (`desk`, `user:U`, `team:T`). A root carries scopes, a
 * person holds scopes; the row is readable where the two meet.
 */
export type Scope = string;

/** Audience class of a child row. `public` = whoever may see the root; `internal` = only the working side. */
export type Audience = 'public' | 'internal';

export type ScopeKinds = Readonly<Record<string, readonly Audience[]>>;

export function scopeKind(scope: Scope): string {
	const colon = scope.indexOf(':');
	return colon < 0 ? scope : scope.slice(0, colon);
}

export function scopesMeet(a: readonly Scope[], b: ReadonlySet<Scope>): boolean {
	return a.some((scope) => b.has(scope));
}

/**
 * Classes of a root's children that a reader may see: the union over the scopes in which the two meet. No meeting
 * scope, no class.
 */
export function readableAudiences(
	rootScopes: readonly Scope[],
	held: ReadonlySet<Scope>,
	kinds: ScopeKinds
): readonly Audience[] {
	const found = new Set<Audience>();
	for (const scope of rootScopes) {
		if (held.has(scope)) for (const audience of kinds[scopeKind(scope)] ?? []) found.add(audience);
	}
	return [...found].sort();
}
