/** What the policy `waypost` lets through: scripts of this very app, for workers and the service worker. */
interface ScriptAddresses {
	createScriptURL(address: string): string;
}

interface TrustedTypes {
	createPolicy(
		name: string,
		rules: { createScriptURL: (address: string) => string }
	): ScriptAddresses;
}

function ownAddress(address: string): string {
	const url = new URL(address, location.href);
	if (url.origin !== location.origin)
		throw new TypeError(`${url.origin} gives this app no scripts`);
	return url.href;
}

let policy: ScriptAddresses | undefined;

/**
 * The address of one of our scripts in the form that the content security policy asks for (a TrustedScriptURL where
 * the browser has such). The policy can be made only once in a page.
 */
export function trustedAddress(address: string): string {
	const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
	policy ??= trustedTypes?.createPolicy('waypost', { createScriptURL: ownAddress }) ?? {
		createScriptURL: ownAddress
	};
	return policy.createScriptURL(address);
}
