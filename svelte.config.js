import { createHash } from 'node:crypto';
import adapter from '@sveltejs/adapter-node';

/**
 * The inline style of Kit's route announcer, the one inline style there is. A test in a real browser fails when Kit
 * changes it.
 */
const announcerStyle =
	'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px';
const announcerHash = createHash('sha256').update(announcerStyle).digest('base64');

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ out: 'build' }),
		serviceWorker: { register: false },
		// Our own check (src/server/http/same-origin.ts) takes every method and content type, and answers in JSON.
		csrf: { trustedOrigins: ['*'] },
		files: { serviceWorker: 'workers/service-worker.ts' },
		// The shell is one page for every address, so what it loads cannot be relative to the address.
		paths: { relative: false },
		// The build script names the build by its sources; a build by hand gets Kit's time stamp.
		version: process.env.WAYPOST_BUILD ? { name: process.env.WAYPOST_BUILD } : {},
		typescript: {
			config: (config) => ({
				...config,
				include: [...config.include, '../workers/**/*.ts', '../scripts/**/*.mjs', '../*.config.*'],
				// The service worker is checked like everything else.
				exclude: config.exclude.filter(
					(/** @type {string} */ path) => !path.includes('service-worker')
				)
			})
		},
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				'style-src-attr': ['unsafe-hashes', `sha256-${announcerHash}`],
				'img-src': ['self', 'blob:', 'data:'],
				'worker-src': ['self'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-src': ['none'],
				'frame-ancestors': ['none'],
				'require-trusted-types-for': ['script'],
				// Ours for worker addresses and for the sanitiser of articles, and the one with which Svelte makes its templates.
				'trusted-types': ['waypost', 'waypost-html', 'svelte-trusted-html']
			}
		}
	}
};
