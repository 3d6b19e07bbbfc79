/** Where to go after signing in: an address of this app and nothing else, since it comes from the address bar. */
export function deepLinkOf(asked: string | null, fallback = '/'): string {
	if (asked === null || !asked.startsWith('/')) return fallback;
	const base = 'https://waypost.invalid';
	const url = URL.canParse(asked, base) ? new URL(asked, base) : undefined;
	if (!url || url.origin !== base || url.pathname === '/sign-in') return fallback;
	return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page that leads back to `path`. */
export function signInHref(path: string): string {
	return path === '/' || path.startsWith('/sign-in')
		? '/sign-in'
		: `/sign-in?to=${encodeURIComponent(path)}`;
}
