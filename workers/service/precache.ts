import type { PrecacheEntry } from 'workbox-precaching';

/** The prerendered page that every address of the app starts from. */
export const SHELL = '/';

export interface AppFiles {
	/** Files of the bundler, named by their content. */
	readonly build: readonly string[];
	/** Files of `static`, under names that stay. */
	readonly files: readonly string[];
	readonly prerendered: readonly string[];
	readonly version: string;
}

/** What the app needs to start offline, and nothing that is anybody's own. Screenshots are for the stores only. */
export function precacheEntries({ build, files, prerendered, version }: AppFiles): PrecacheEntry[] {
	const fixed = [...files.filter((file) => !file.includes('/screenshots/')), ...pages(prerendered)];
	return [
		...build.map((url) => ({ url, revision: null })),
		...fixed.map((url) => ({ url, revision: version }))
	];
}

function pages(prerendered: readonly string[]): readonly string[] {
	return prerendered.filter((page) => page === SHELL);
}
