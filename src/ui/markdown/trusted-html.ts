/** What the sanitiser needs of the browser's Trusted Types. */
export interface HtmlPolicy {
	createHTML(html: string): string;
	createScriptURL(address: string): string;
}

interface TrustedTypes {
	createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy;
}

const rules: HtmlPolicy = {
	createHTML: (html) => html,
	createScriptURL: () => {
		throw new TypeError('An article loads no script');
	}
};

/**
 * The policy `waypost-html`, for the sanitiser alone: with it markdown's HTML is read into a document that runs and loads
 * nothing. Made once in a page; what comes out of the sanitiser are nodes, so nothing else ever needs it.
 */
export function htmlPolicy(): HtmlPolicy {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	return trustedTypes?.createPolicy('waypost-html', rules) ?? rules;
}
