import type { Cookie } from '../protocol/index.ts';
import type { Meta } from './records.ts';

/** Under what a request was made. Its answer counts only while nothing of it has changed. */
export interface Asked {
	readonly group: string;
	readonly gen: number;
	readonly cookie: Cookie | null;
}

export function askedNow({ group, gen, cookie }: Meta): Asked {
	return { group, gen, cookie };
}

/** For a pull: the very cookie. */
export function sameCookie(asked: Asked, meta: Meta): boolean {
	const [a, b] = [asked.cookie, meta.cookie];
	if (!sameScopes(asked, meta) || a === null || b === null)
		return sameHistory(asked, meta) && a === b;
	const same = (space: 'main' | 'telemetry') =>
		a.spaces[space].v === b.spaces[space].v && a.spaces[space].digest === b.spaces[space].digest;
	return same('main') && same('telemetry');
}

/** For a page or a detail: the same history and scopes; the cookie may have moved on. */
export function sameScopes(asked: Asked, meta: Meta): boolean {
	return (
		sameHistory(asked, meta) &&
		asked.cookie?.epoch === meta.cookie?.epoch &&
		asked.cookie?.scopesRev === meta.cookie?.scopesRev
	);
}

function sameHistory(asked: Asked, meta: Meta): boolean {
	return asked.group === meta.group && asked.gen === meta.gen;
}
