import type { Icon } from '#ui/kit/icon-type.ts';

/** One entry of a shell's navigation. */
export type Place = {
	readonly href: string;
	readonly label: string;
	readonly icon: Icon;
	/** Further addresses that belong to it. */
	readonly also?: readonly string[];
	/** Unread or new things behind it; 0 shows nothing. */
	readonly count?: number;
};

/** The place whose address begins the current path; the longest match wins, so "/" is home only. */
export function currentPlace(places: readonly Place[], path: string): Place | undefined {
	const begins = (href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`));
	return places
		.filter(({ href, also = [] }) => [href, ...also].some(begins))
		.toSorted((one, other) => other.href.length - one.href.length)[0];
}
