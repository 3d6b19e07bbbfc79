/**
 * Whether a request that changes something comes from our own pages, or from a program that is no browser. Browsers say
 * where a request comes from in headers that pages cannot set; programs have no cookies that others could ride on.
 */
export function isSameOrigin(request: Request, url: URL): boolean {
	const site = request.headers.get('sec-fetch-site');
	if (site !== null && site !== 'same-origin') return false;
	const origin = request.headers.get('origin');
	return origin === null || origin === url.origin;
}
